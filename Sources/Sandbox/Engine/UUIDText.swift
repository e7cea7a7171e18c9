import Catalog

/// UUIDs as texts.
enum UUIDText {
  /// The usual form of a UUID that may be written without dashes and in upper case; nil for another text.
  static func canonical(_ text: String) -> String? {
    guard Coercion.isUUID(text) else { return nil }
    let digits = Array(text.lowercased().utf8.filter { $0 != UInt8(ascii: "-") })
    return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
      .map { String(decoding: digits[$0], as: UTF8.self) }.joined(separator: "-")
  }
}
