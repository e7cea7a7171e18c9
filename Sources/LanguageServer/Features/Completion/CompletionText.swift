import Model
import YAML

/// A text as YAML: with quotes if it would be read as something else.
enum CompletionText {
  static func text(_ text: String, isInFlow: Bool) -> String {
    isPlain(text, isInFlow: isInFlow) ? text : "'" + text.replacing("'", with: "''") + "'"
  }

  /// The text inside of quotes that are there already.
  static func text(_ text: String, inside quote: Character) -> String {
    quote == "'"
      ? text.replacing("'", with: "''")
      : text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
  }

  private static func isPlain(_ text: String, isInFlow: Bool) -> Bool {
    guard let first = text.utf8.first, PlainScalar.value(of: text) == .string(text) else {
      return Int(text) != nil
    }
    let isSafeStart =
      UInt8(ascii: "0")...UInt8(ascii: "9") ~= first || first >= 0x80 || "_./".utf8.contains(first)
      || UInt8(ascii: "a")...UInt8(ascii: "z") ~= first | 0x20
    return isSafeStart && !text.contains(": ") && !text.contains(" #") && !text.hasSuffix(":")
      && !text.hasSuffix(" ") && !text.contains("\n")
      && !(isInFlow && text.contains { "[]{},".contains($0) })
  }
}
