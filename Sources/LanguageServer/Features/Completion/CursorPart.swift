import YAML

/// The part of a document around the cursor that can be read alone: an entry below the keys that lead to it, or else
/// everything below a key of the top level.
///
/// So a mistake in another entry does not matter, and the time does not depend on the size of the file.
struct CursorPart {
  /// The text before the cursor.
  private(set) var before: [UInt8] = []
  /// The rest of the cursor's line.
  private(set) var rest: [UInt8] = []
  /// The lines after the cursor's.
  private(set) var after: [UInt8] = []

  init(_ document: TextDocument, at offset: Int) {
    let outline = LineOutline(document)
    let line = document.line(of: offset)
    let range = document.range(ofLine: line)
    let offset = min(max(offset, range.lowerBound), range.upperBound)
    for number in outline.ancestors(of: line) { add(document.range(ofLine: number), document, to: &before) }
    let item = outline.item(around: line)
    for number in item.lowerBound..<line { add(document.range(ofLine: number), document, to: &before) }
    before += document.bytes[range.lowerBound..<offset]
    rest = Array(document.bytes[offset..<range.upperBound])
    for number in (line + 1)..<(max(line, item.upperBound) + 1) {
      add(document.range(ofLine: number), document, to: &after)
    }
  }

  /// The part with spaces at the cursor.
  func padded(_ count: Int) -> CursorPart {
    var part = self
    part.before += [UInt8](repeating: UInt8(ascii: " "), count: count)
    return part
  }

  /// True if there is nothing but spaces in the cursor's line.
  var isBlankLine: Bool { (lineStart + rest).allSatisfy { $0 == UInt8(ascii: " ") } }

  /// The column of the next line with text.
  var nextColumn: Int? {
    after.split(separator: 0x0A).lazy.compactMap { line in
      line.firstIndex { !" \r".utf8.contains($0) }.map { $0 - line.startIndex }
    }.first
  }

  /// The columns to the right of the cursor at which keys of the lines above stand, the deepest first, and the one below
  /// the last key.
  var deeperColumns: [Int] {
    let cursor = lineStart.count
    let lines = before.split(separator: 0x0A).dropLast(lineStart.isEmpty ? 0 : 1)
    var columns: [Int] = []
    for line in lines.reversed() {
      guard let first = line.firstIndex(where: { !" -".utf8.contains($0) }), line[first] != UInt8(ascii: "#")
      else { continue }
      let column = first - line.startIndex
      if columns.isEmpty, line.last == UInt8(ascii: ":") { columns.append(column + 2) }
      if column < columns.last ?? Int.max { columns.append(column) }
      if column <= cursor { break }
    }
    return columns.filter { $0 > cursor }
  }

  /// The whole document, for one whose lines do not show its structure.
  init(whole document: TextDocument, at offset: Int) {
    let range = document.range(ofLine: document.line(of: offset))
    before = Array(document.bytes[..<offset])
    rest = Array(document.bytes[offset..<max(offset, range.upperBound)])
    after = Array(document.bytes[max(offset, range.upperBound)...])
    if let first = after.firstIndex(of: 0x0A) { after.removeSubrange(...first) }
  }

  private func add(_ range: Range<Int>, _ document: TextDocument, to text: inout [UInt8]) {
    text += document.bytes[range]
    text.append(0x0A)
  }

  /// The part with only those other lines that are YAML alone. Of the rest, their keys stay.
  var readable: CursorPart {
    var part = self
    let start = lineStart.startIndex
    part.before = Self.readable(before[..<start]) + before[start...]
    part.after = Self.readable(after[...])
    return part
  }

  private static func readable(_ text: ArraySlice<UInt8>) -> [UInt8] {
    let lines = text.split(separator: 0x0A, omittingEmptySubsequences: false)
    let readable = lines.map { line -> ArraySlice<UInt8> in
      if (try? SourceReader.read(Array(line))) != nil { return line }
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")),
        (try? SourceReader.read(Array(line[...colon]))) != nil
      else { return [] }
      return line[...colon]
    }
    return Array(readable.joined(separator: [0x0A]))
  }

  /// The cursor's line up to the cursor.
  var lineStart: ArraySlice<UInt8> {
    before[(before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0)...]
  }
}
