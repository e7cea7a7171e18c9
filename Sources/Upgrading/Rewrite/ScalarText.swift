import Model
import YAML

/// How a value is written inside a file.
enum ScalarText {
  /// A text in the style of the scalar that it replaces. A block scalar is replaced by a quoted one.
  static func of(_ text: String, style: SourceNode.ScalarStyle, isInFlow: Bool) -> String {
    switch style {
    case .singleQuoted where !text.contains(where: \.isNewline):
      "'" + text.replacing("'", with: "''") + "'"
    case .plain where isPlain(text, isInFlow: isInFlow): text
    default: JSONWriter.write(.string(text))
    }
  }

  /// The lines of a block scalar become scalars without quotes if possible.
  private static func itemStyle(_ style: SourceNode.ScalarStyle) -> SourceNode.ScalarStyle {
    if case .block = style { .plain } else { style }
  }

  /// A list of maps of texts in one line. `quotesKeys` is true in JSON.
  static func line(_ objects: [ValueMap], style: SourceNode.ScalarStyle, quotesKeys: Bool) -> String {
    let items = objects.map { object in
      let pairs = object.map { key, value in
        let text = of(value.string ?? "", style: itemStyle(style), isInFlow: true)
        return (quotesKeys ? JSONWriter.write(.string(key)) : key) + ": " + text
      }
      return "{" + pairs.joined(separator: ", ") + "}"
    }
    return "[" + items.joined(separator: ", ") + "]"
  }

  /// A list of maps of texts, a line for each text.
  static func lines(_ objects: [ValueMap], style: SourceNode.ScalarStyle, indent: Int) -> [String] {
    let spaces = String(repeating: " ", count: indent)
    return objects.flatMap { object in
      object.enumerated().map { position, pair in
        let value = of(pair.value.string ?? "", style: itemStyle(style), isInFlow: false)
        return spaces + (position == 0 ? "- " : "  ") + "\(pair.key): \(value)"
      }
    }
  }

  /// True if every YAML parser reads the unquoted text as this text.
  static func isPlain(_ text: String, isInFlow: Bool) -> Bool {
    guard let first = text.utf8.first, PlainScalar.value(of: text) == .string(text), text != "=" else {
      return false
    }
    let isWord = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      case UInt8(ascii: ":"): !isInFlow
      default: "-_./=+~%;$^()\\".utf8.contains(byte)
      }
    }
    return isWord && !"-:%".utf8.contains(first) && !text.hasSuffix(":")
  }
}
