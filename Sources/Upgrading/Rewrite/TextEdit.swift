/// A new text for a range of a file. An empty range is a place to insert the text.
package struct TextEdit: Sendable, Hashable {
  package let range: Range<Int>
  package let text: String

  package init(_ range: Range<Int>, _ text: String) {
    self.range = range
    self.text = text
  }

  init(at position: Int, _ text: String) {
    self.init(position..<position, text)
  }
}

extension [TextEdit] {
  /// The bytes after all edits. Equal edits are made once. Nil if two edits overlap.
  package func applied(to bytes: [UInt8]) -> [UInt8]? {
    var known: Set<TextEdit> = []
    let edits = filter { known.insert($0).inserted }.enumerated().sorted { left, right in
      (left.element.range.lowerBound, left.element.range.upperBound, left.offset)
        < (right.element.range.lowerBound, right.element.range.upperBound, right.offset)
    }.map(\.element)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + 1024)
    var position = 0
    for edit in edits {
      guard edit.range.lowerBound >= position else { return nil }
      result += bytes[position..<edit.range.lowerBound]
      result += edit.text.utf8
      position = edit.range.upperBound
    }
    return result + bytes[position...]
  }
}
