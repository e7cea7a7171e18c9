/// Texts that came before, so that a key which stands in every object is kept once.
///
/// A text has one place, which its bytes tell, and a later one of the same place takes it over.
package struct TextCache {
  /// Shorter texts need no memory of their own, and longer ones seldom come again.
  private static let lengths = 16...64

  private static let places = 512

  /// Empty until the first text comes.
  private var texts: [String] = []

  package init() {}

  /// The text of bytes; what is no UTF-8 is replaced.
  package mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    guard Self.lengths.contains(bytes.count) else { return String(decoding: bytes, as: UTF8.self) }
    if texts.isEmpty { texts = [String](repeating: "", count: Self.places) }
    let place = Self.place(of: UnsafeRawBufferPointer(bytes))
    if texts[place].hasBytes(bytes) { return texts[place] }
    let text = String(decoding: bytes, as: UTF8.self)
    texts[place] = text
    return text
  }

  /// By the length, the first eight bytes and the last eight, in which texts of one file mostly differ.
  private static func place(of bytes: UnsafeRawBufferPointer) -> Int {
    let first = bytes.loadUnaligned(as: UInt64.self)
    let last = bytes.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self)
    // The multiplier of Knuth's hash, 2^64 divided by the golden ratio; its upper bits are the mixed ones.
    let mixed = (first ^ (last &* 3) ^ UInt64(bytes.count)) &* 0x9E37_79B9_7F4A_7C15
    return Int(mixed >> 32) % places
  }
}
