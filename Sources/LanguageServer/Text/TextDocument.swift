import Model

/// The text of a file as an editor has it, with conversions between bytes and an editor's positions.
package struct TextDocument: Sendable {
  package let uri: DocumentURI
  /// The number that the editor gave to this text. Nil for a file that is not open.
  package private(set) var version: Int?
  package private(set) var bytes: [UInt8]
  /// The first byte of each line. Lines end with LF, CR or both.
  private var lineStarts: [Int]

  package init(_ uri: DocumentURI, _ bytes: [UInt8], version: Int? = nil) {
    self.uri = uri
    self.bytes = bytes
    self.version = version
    lineStarts = Self.lineStarts(bytes)
  }

  package var lineCount: Int { lineStarts.count }

  /// Replaces a range, or the whole text without a range.
  package mutating func replace(_ range: TextRange?, with text: String) {
    if let range {
      let start = offset(of: range.start)
      bytes.replaceSubrange(start..<max(start, offset(of: range.end)), with: text.utf8)
    } else {
      bytes = Array(text.utf8)
    }
    lineStarts = Self.lineStarts(bytes)
  }

  package mutating func setVersion(_ version: Int?) { self.version = version ?? self.version }

  /// The byte at a position. Beyond the end of a line or of the text, that end.
  package func offset(of position: TextPosition) -> Int {
    guard position.line < lineStarts.count else { return bytes.count }
    let line = range(ofLine: position.line)
    var units = 0
    var offset = line.lowerBound
    while offset < line.upperBound, units < position.character {
      let width = Self.width(bytes[offset])
      units += width == 4 ? 2 : 1
      // A position between the halves of a pair is the one before it.
      if units > position.character { break }
      offset += width
    }
    return min(offset, line.upperBound)
  }

  /// The position of a byte.
  package func position(of offset: Int) -> TextPosition {
    let offset = min(max(offset, 0), bytes.count)
    let line = self.line(of: offset)
    var units = 0
    var place = lineStarts[line]
    while place < offset {
      let width = Self.width(bytes[place])
      units += width == 4 ? 2 : 1
      place += width
    }
    return TextPosition(line: line, character: units)
  }

  package func range(_ bytes: Range<Int>) -> TextRange {
    TextRange(position(of: bytes.lowerBound), position(of: bytes.upperBound))
  }

  /// The bytes of a line without its end. A byte order mark is part of the first line.
  package func range(ofLine line: Int) -> Range<Int> {
    guard line < lineStarts.count else { return bytes.count..<bytes.count }
    let start = lineStarts[line]
    var end = line + 1 < lineStarts.count ? lineStarts[line + 1] : bytes.count
    while end > start, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
    return start..<end
  }

  package func line(of offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while low + 1 < high {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  package func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  private static func lineStarts(_ bytes: [UInt8]) -> [Int] {
    var starts = [0]
    bytes.withUnsafeBufferPointer { bytes in
      for position in bytes.indices {
        switch bytes[position] {
        case 0x0A: starts.append(position + 1)
        case 0x0D where position + 1 == bytes.count || bytes[position + 1] != 0x0A:
          starts.append(position + 1)
        default: break
        }
      }
    }
    return starts
  }

  /// The bytes of the character that begins with a byte.
  private static func width(_ byte: UInt8) -> Int {
    switch byte {
    case 0xF0...: 4
    case 0xE0...: 3
    case 0xC0...: 2
    default: 1
    }
  }
}
