import Model
import OrderedCollections

/// Finds what a template engine should have filled in: `${NAME}` and `__NAME__`.
enum Placeholder {
  static func find(in value: Value) -> String? {
    switch value {
    case .string(let text): find(in: text)
    case .list(let items): items.lazy.compactMap(find(in:)).first
    case .map(let entries): entries.values.lazy.compactMap(find(in:)).first
    default: nil
    }
  }

  private static func find(in text: String) -> String? {
    let bytes = text.utf8
    // Nearly every text holds neither mark.
    guard bytes.contains(UInt8(ascii: "$")) || bytes.contains(UInt8(ascii: "_")) else { return nil }
    if let match = text.firstMatch(of: /\$\{[A-Za-z_][A-Za-z0-9_]*\}/) { return String(match.output) }
    return text.firstMatch(of: /\b__[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*__\b/).map { String($0.output) }
  }
}
