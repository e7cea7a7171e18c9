/// Bytes as letters and digits (RFC 4648), as authenticator apps read secrets. Without padding.
enum Base32Text {
  private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

  static func encoded(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    var (buffer, count) = (0, 0)
    for byte in bytes {
      buffer = buffer << 8 | Int(byte)
      count += 8
      while count >= 5 {
        count -= 5
        text.append(digits[buffer >> count & 31])
      }
      buffer &= (1 << count) - 1
    }
    if count > 0 { text.append(digits[buffer << (5 - count) & 31]) }
    return String(decoding: text, as: UTF8.self)
  }

  /// Nil for a text with other characters.
  static func decoded(_ text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    var (buffer, count) = (0, 0)
    for letter in text.utf8 {
      guard let digit = digits.firstIndex(of: letter) else { return nil }
      buffer = buffer << 5 | digit
      count += 5
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(buffer >> count & 255))
      }
      buffer &= (1 << count) - 1
    }
    return bytes
  }
}
