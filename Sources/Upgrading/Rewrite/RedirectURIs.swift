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

  private static func object(_ mode: String, _ address: String) -> ValueMap {
    ["matching_mode": .string(mode), "url": .string(address)]
  }

  /// True for a part with operators that compiles. A part that does not compile was compared literally.
  private static func isExpression(_ part: Substring) -> Bool {
    part.contains { #"\^$*+?{}[]()|"#.contains($0) } && (try? Regex(String(part))) != nil
  }
}
