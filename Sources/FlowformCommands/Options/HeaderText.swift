import Model

/// An additional request header, from options and settings.
struct HeaderText {
  let name: String
  let value: String

  static let expected = "'Name: value', such as 'X-Team: identity'"

  /// Nil if there is no header name before a colon, or a character that headers do not allow.
  init?(_ text: String) {
    guard let colon = text.firstIndex(of: ":") else { return nil }
    name = text[..<colon].trimming(Self.isBlank)
    value = text[text.index(after: colon)...].trimming(Self.isBlank)
    guard !name.isEmpty, name.utf8.allSatisfy(Self.isOfName), value.utf8.allSatisfy(Self.isOfValue) else {
      return nil
    }
  }

  /// No line breaks: they stay, and are refused.
  private static func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }

  /// The characters of a token (RFC 9110, 5.6.2).
  private static func isOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }

  private static func isOfValue(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\t") || byte >= 0x20 && byte != 0x7F
  }
}
