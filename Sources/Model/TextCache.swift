/// Texts that came before, so that a key which stands in every object is kept once.
///
/// A text has one place, which its bytes tell, and a later one of the same place takes it over.
package struct TextCache {
  /// Shorter texts need no memory of their own, and longer ones seldom come again.
  private static let lengths = 16...64

  private static let places = 512

  /// In fewer bytes hardly anything comes twice.
  private static let leastBytes = 4096

  private let isUseful: Bool
  /// Empty until the first text comes.
  private var texts: [String] = []

  /// For the texts among so many bytes.
  package init(for byteCount: Int) {
    isUseful = byteCount >= Self.leastBytes
  }

  /// The text of bytes; what is no UTF-8 is replaced.
  package mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    guard isUseful, Self.lengths.contains(bytes.count) else { return String(decoding: bytes, as: UTF8.self) }
    // FNV-1a.
    var hash: UInt32 = 2_166_136_261
    for byte in bytes { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    if texts.isEmpty { texts = [String](repeating: "", count: Self.places) }
    let place = Int(hash % UInt32(Self.places))
    if texts[place].hasBytes(bytes) { return texts[place] }
    let text = String(decoding: bytes, as: UTF8.self)
    texts[place] = text
    return text
  }
}
