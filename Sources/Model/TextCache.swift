/// A cache of recent texts, so that a key of every object is stored once.
///
/// A text has one slot, chosen by its bytes; a later text with the same slot replaces it.
package struct TextCache {
  /// Shorter texts need no allocation, and longer ones rarely repeat.
  private static let lengths = 16...64

  private static let places = 512

  /// In smaller inputs hardly anything repeats.
  private static let leastBytes = 4096

  private let isUseful: Bool
  /// Empty until the first text comes.
  private var texts: [String] = []

  /// A cache for an input of this size.
  package init(for byteCount: Int) {
    isUseful = byteCount >= Self.leastBytes
  }

  /// The text of bytes; invalid UTF-8 is replaced.
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
