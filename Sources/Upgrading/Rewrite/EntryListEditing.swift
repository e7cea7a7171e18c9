package import Model
import YAML

/// Makes the edits that remove entries from a file, and insert new ones.
package struct EntryListEditing {
  private let source: SourceBytes
  private let pair: SourceNode.Pair
  private let items: [SourceNode]

  /// Nil unless the entries are a list that is written line by line, or an empty one.
  init?(_ index: SourceIndex, _ source: SourceBytes) {
    guard let pair = index.root.pairs?.last(where: { $0.key.text == "entries" }), pair.value.tag == nil else {
      return nil
    }
    switch pair.value.content {
    case .list(let items, let isFlow) where !isFlow || items.isEmpty: self.items = items
    case .scalar where pair.value.body.isEmpty: items = []
    default: return nil
    }
    self.source = source
    self.pair = pair
  }

  /// The edit that removes an entry, with the comments directly above it and those inside of it. Nil if there is no such
  /// entry.
  package func removing(_ mark: Mark) -> TextEdit? {
    guard let position = items.firstIndex(where: { $0.mark == mark }) else { return nil }
    let start = start(of: position)
    var end = end(of: position)
    end = source.nextLine(from: end)
    // One of the empty lines around the entry goes with it.
    if start == 0 || source.isEmptyLine(endingAt: start) || position == 0 {
      while end < source.bytes.count, source.isEmptyLine(startingAt: end) { end = source.nextLine(from: end) }
    }
    return TextEdit(start..<end, "")
  }

  /// The edit that inserts entries before another one, or at the end of the list. `text` is a list without indentation.
  package func inserting(_ text: String, before mark: Mark?) -> TextEdit? {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let first = items.first else {
      let body = lines.map { source.lineEnd + $0 }.joined()
      guard let colon = source.next(UInt8(ascii: ":"), from: pair.key.range.upperBound) else { return nil }
      return TextEdit(colon + 1..<max(colon + 1, pair.value.range.upperBound), body)
    }
    let dash = dash(of: first)
    let indent = String(repeating: " ", count: dash - source.startOfLine(of: dash))
    let indented = lines.map { $0.isEmpty ? "" : indent + $0 }
    guard let mark else {
      let text = indented.map { source.lineEnd + $0 }.joined()
      return TextEdit(at: end(of: items.count - 1), source.lineEnd + text)
    }
    guard let position = items.firstIndex(where: { $0.mark == mark }) else { return nil }
    return TextEdit(at: start(of: position), indented.map { $0 + source.lineEnd }.joined() + source.lineEnd)
  }

  private func dash(of item: SourceNode) -> Int {
    var position = item.range.lowerBound
    while position > 0, source.bytes[position] != UInt8(ascii: "-") { position -= 1 }
    return position
  }

  /// The start of an entry's first line, or of the comments directly above it.
  private func start(of position: Int) -> Int {
    var start = source.startOfLine(of: dash(of: items[position]))
    while start > 0 {
      let above = source.startOfLine(of: start - 1)
      let text = source.endOfBlanks(from: above)
      let limit = position > 0 ? items[position - 1].range.upperBound : pair.key.range.upperBound
      // A comment that is indented further belongs to the entry before.
      guard above >= limit, source.bytes[text] == UInt8(ascii: "#"),
        position == 0
          || text - above <= dash(of: items[position]) - source.startOfLine(of: dash(of: items[position]))
      else { break }
      start = above
    }
    return start
  }

  /// The end of an entry's last line, comments that belong to it included.
  private func end(of position: Int) -> Int {
    let dash = dash(of: items[position])
    let indent = dash - source.startOfLine(of: dash)
    var end = source.endOfLine(from: items[position].range.upperBound)
    while true {
      let next = source.nextLine(from: end)
      guard next > end, next < source.bytes.count else { return end }
      let text = source.endOfBlanks(from: next)
      guard text < source.bytes.count, source.bytes[text] == UInt8(ascii: "#"), text - next > indent else {
        return end
      }
      end = source.endOfLine(from: text)
    }
  }
}

extension SourceBytes {
  fileprivate func startOfLine(of position: Int) -> Int {
    var start = position
    while start > 0, bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
    return start
  }

  /// The start of the line behind a line's end; the end of the file if there is none.
  fileprivate func nextLine(from end: Int) -> Int {
    var next = end
    while next < bytes.count, bytes[next] != UInt8(ascii: "\n") { next += 1 }
    return min(next + 1, bytes.count)
  }

  fileprivate func isEmptyLine(startingAt start: Int) -> Bool {
    let end = endOfBlanks(from: start)
    return end < bytes.count && Self.isLineEnd(bytes[end])
  }

  /// True if the line that ends before a position is empty.
  fileprivate func isEmptyLine(endingAt start: Int) -> Bool {
    start > 0 && isEmptyLine(startingAt: startOfLine(of: start - 1))
  }
}
