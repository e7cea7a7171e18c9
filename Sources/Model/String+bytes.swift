import Glibc

extension String {
  /// True if both have the same bytes; `==` also accepts texts that are canonically equivalent in Unicode.
  func hasSameBytes(as other: String) -> Bool {
    var other = other
    return other.withUTF8 { hasBytes($0) }
  }

  func hasBytes(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard utf8.count == bytes.count, let other = bytes.baseAddress else { return isEmpty && bytes.isEmpty }
    var text = self
    return text.withUTF8 { memcmp($0.baseAddress ?? other, other, bytes.count) == 0 }
  }
}
