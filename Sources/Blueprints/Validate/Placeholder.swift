import Model
import OrderedCollections

/// Finds placeholders that a template engine should have replaced: `${NAME}` and `__NAME__`.
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
    guard mayHoldOne(text) else { return nil }
    if let match = text.firstMatch(of: /\$\{[A-Za-z_][A-Za-z0-9_]*\}/) { return String(match.output) }
    return text.firstMatch(of: /\b__[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*__\b/).map { String($0.output) }
  }

  /// A quick check. Nearly every text has neither `${` nor `__`, and a regular expression costs more than all other
  /// checks.
  private static func mayHoldOne(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var previous: UInt8 = 0
      for byte in bytes {
        if byte == UInt8(ascii: "{") && previous == UInt8(ascii: "$") { return true }
        if byte == UInt8(ascii: "_") && previous == byte { return true }
        previous = byte
      }
      return false
    }
  }
}
