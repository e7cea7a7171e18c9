import Glibc

/// Texts that came before, so that a key which stands in every entry is kept once.
///
/// A text has one place, which its bytes tell, and a later one of the same place takes it over.
struct TextCache {
  /// Shorter texts need no memory of their own, and longer ones seldom come again.
  private static let lengths = 16...64

  private var texts = [String](repeating: "", count: 512)

  mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    guard Self.lengths.contains(bytes.count) else { return String(decoding: bytes, as: UTF8.self) }
    // FNV-1a.
    var hash: UInt32 = 2_166_136_261
    for byte in bytes { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    let place = Int(hash % UInt32(texts.count))
    if isSame(texts[place], bytes) { return texts[place] }
    let text = String(decoding: bytes, as: UTF8.self)
    texts[place] = text
    return text
  }

  private func isSame(_ text: String, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var text = text
    return text.withUTF8 {
      $0.count == bytes.count && memcmp($0.baseAddress!, bytes.baseAddress!, bytes.count) == 0
    }
  }
}
