import Model
import OrderedCollections

/// The redirect addresses of an OAuth2 provider in the form of authentik 2024.10.2 and before: one address on each line,
/// each tried as a regular expression.
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

  /// True if a template engine still has to fill in the text.
  static func isTemplate(_ text: String) -> Bool { text.contains("{{") || text.contains("{%") }

  private static func object(_ mode: String, _ address: String) -> ValueMap {
    ["matching_mode": .string(mode), "url": .string(address)]
  }

  /// True if the part has operators and compiles. authentik compared other parts as plain text.
  private static func isExpression(_ part: Substring) -> Bool {
    // A variable such as ${DOMAIN} is replaced before authentik sees it.
    let text = String(part).replacing(/\$\{[A-Za-z_][A-Za-z0-9_]*\}/, with: "")
    return text.contains { #"\^$*+?{}[]()|"#.contains($0) } && PythonPattern.compiles(text)
  }
}
