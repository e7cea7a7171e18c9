import Glibc

/// The lines of a text, indexed once for many look-ups.
///
/// A line ends like in YAML: at LF, CR or both, and at NEL, LS and PS. A byte order mark is not part of a
/// line.
package struct SourceLines: Sendable {
  private let bytes: [UInt8]
  private let ranges: [Range<Int>]

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
    ranges = bytes.withUnsafeBufferPointer(Self.ranges)
  }

  private static func ranges(_ bytes: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var position = start
    // The C library finds one byte many times faster than a loop finds four.
    let hasOthers = [0x0D, 0xC2, 0xE2].contains { index(of: $0, in: bytes, from: start) != nil }
    while position < bytes.count {
      if !hasOthers {
        guard let next = index(of: 0x0A, in: bytes, from: position) else { break }
        position = next
      }
      let width = breakWidth(bytes, at: position)
      guard width > 0 else {
        position += 1
        continue
      }
      ranges.append(start..<position)
      position += width
      start = position
    }
    ranges.append(start..<bytes.count)
    return ranges
  }

  private static func index(of byte: Int32, in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    guard let base = bytes.baseAddress else { return nil }
    return memchr(base + start, byte, bytes.count - start).map {
      UnsafeRawPointer($0) - UnsafeRawPointer(base)
    }
  }

  package init(_ source: SourceText) {
    self.init(source.bytes)
  }

  /// A line without its end, counted from 1; nil after the last one.
  package subscript(number: Int) -> String? {
    ranges.indices.contains(number - 1) ? String(decoding: bytes[ranges[number - 1]], as: UTF8.self) : nil
  }

  /// The line and column of a byte, both from 1, the column in characters.
  package func position(ofByte offset: Int) -> (line: Int, column: Int) {
    let line = max(0, (ranges.firstIndex { $0.lowerBound > offset } ?? ranges.count) - 1)
    let before = bytes[min(ranges[line].lowerBound, offset)..<min(offset, bytes.count)]
    return (line + 1, String(decoding: before, as: UTF8.self).unicodeScalars.count + 1)
  }

  /// The byte at a place. Beyond the end of its line or of the text, that end.
  package func offset(of mark: Mark) -> Int {
    guard ranges.indices.contains(Int(mark.line) - 1) else { return bytes.count }
    let line = ranges[Int(mark.line) - 1]
    let starts = line.lazy.filter { bytes[$0] & 0xC0 != 0x80 }
    return starts.dropFirst(max(0, Int(mark.column) - 1)).first ?? line.upperBound
  }

  /// The bytes of a line without its end, counted from 1; nil after the last one.
  package func range(ofLine number: Int) -> Range<Int>? {
    ranges.indices.contains(number - 1) ? ranges[number - 1] : nil
  }

  package var count: Int { ranges.count }

  private static func breakWidth(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int) -> Int {
    func follows(_ expected: UInt8...) -> Bool {
      bytes[(position + 1)...].starts(with: expected)
    }
    switch bytes[position] {
    case 0x0A: return 1
    case 0x0D: return follows(0x0A) ? 2 : 1
    case 0xC2: return follows(0x85) ? 2 : 0
    case 0xE2: return follows(0x80, 0xA8) || follows(0x80, 0xA9) ? 3 : 0
    default: return 0
    }
  }
}
