import Model
import OrderedCollections

/// The addresses of an OAuth2 provider as authentik kept them up to 2024.10.2: one a line, each tried as a regular
/// expression.
enum RedirectURIs {
  /// The same addresses as a list of objects.
  static func objects(_ text: String) -> [ValueMap] {
    text.split(whereSeparator: \.isWhitespace).map { part in
      switch part {
      case "*", ".*": object("regex", ".*")
      default: object(isExpression(part) ? "regex" : "strict", String(part))
      }
    }
  }

  /// True for a text that a template engine still has to fill: its parts are not known.
  static func isTemplate(_ text: String) -> Bool { text.contains("{{") || text.contains("{%") }

  private static func object(_ mode: String, _ address: String) -> ValueMap {
    ["matching_mode": .string(mode), "url": .string(address)]
  }

  /// True for a part with operators that compiles. A part that does not compile was compared literally.
  private static func isExpression(_ part: Substring) -> Bool {
    // A variable such as ${DOMAIN} is replaced before authentik sees it.
    let text = String(part).replacing(/\$\{[A-Za-z_][A-Za-z0-9_]*\}/, with: "")
    return text.contains { #"\^$*+?{}[]()|"#.contains($0) } && PythonPattern.compiles(text)
  }
}
