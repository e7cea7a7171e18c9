/// The bytes of a file, with searches for the places of edits.
struct SourceBytes {
  let bytes: [UInt8]
  /// The line end of the file.
  let lineEnd: String

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    let first = bytes.firstIndex(of: UInt8(ascii: "\n"))
    lineEnd = first.map { $0 > 0 && bytes[$0 - 1] == UInt8(ascii: "\r") } == true ? "\r\n" : "\n"
  }

  /// True if a line ends with a carriage return without a line feed.
  var hasLoneReturns: Bool {
    bytes.indices.contains { index in
      bytes[index] == UInt8(ascii: "\r")
        && (index + 1 == bytes.count || bytes[index + 1] != UInt8(ascii: "\n"))
    }
  }

  subscript(range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// The end of the line, before its line end.
  func endOfLine(from position: Int) -> Int {
    var end = position
    while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
    return end > position && bytes[end - 1] == UInt8(ascii: "\r") ? end - 1 : end
  }

  /// The start of the blanks before a position.
  func startOfBlanks(before position: Int) -> Int {
    var start = position
    while start > 0, Self.isBlank(bytes[start - 1]) { start -= 1 }
    return start
  }

  func endOfBlanks(from position: Int) -> Int {
    var end = position
    while end < bytes.count, Self.isBlank(bytes[end]) { end += 1 }
    return end
  }

  /// The end of the white space after a position.
  func endOfWhiteSpace(from position: Int) -> Int {
    var end = position
    while end < bytes.count, Self.isBlank(bytes[end]) || Self.isLineEnd(bytes[end]) { end += 1 }
    return end
  }

  /// The position of a byte after white space and comments. Nil if another byte comes first.
  func next(_ byte: UInt8, from position: Int) -> Int? {
    var position = position
    while position < bytes.count {
      position = endOfWhiteSpace(from: position)
      guard position < bytes.count else { return nil }
      if bytes[position] == byte { return position }
      guard bytes[position] == UInt8(ascii: "#") else { return nil }
      position = endOfLine(from: position)
    }
    return nil
  }

  /// The number of spaces at the beginning of the line of a position.
  func indent(ofLineAt position: Int) -> Int {
    var start = position
    while start > 0, bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
    return endOfBlanks(from: start) - start
  }

  /// The starts of the lines inside of a range, without the first line and empty lines.
  func lineStarts(in range: Range<Int>) -> [Int] {
    range.filter { position in
      position > range.lowerBound && bytes[position - 1] == UInt8(ascii: "\n")
        && !Self.isLineEnd(bytes[position])
    }
  }

  static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

  static func isLineEnd(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }
}
