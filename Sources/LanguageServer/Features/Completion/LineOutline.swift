/// What the indents of a document's lines say about its structure, without reading it as YAML.
struct LineOutline {
  private let document: TextDocument

  init(_ document: TextDocument) {
    self.document = document
  }

  /// The spaces before the text of a line. Nil for a line that is blank or a comment.
  func indent(_ line: Int) -> Int? {
    let range = document.range(ofLine: line)
    guard let first = range.first(where: { document.bytes[$0] != UInt8(ascii: " ") }),
      document.bytes[first] != UInt8(ascii: "#"), document.bytes[first] != UInt8(ascii: "\t")
    else { return nil }
    return first - range.lowerBound
  }

  /// True if a line begins with the dash of an item.
  func isItem(_ line: Int) -> Bool {
    guard let indent = indent(line) else { return false }
    let range = document.range(ofLine: line)
    let start = range.lowerBound + indent
    return document.bytes[start] == UInt8(ascii: "-")
      && (start + 1 == range.upperBound || document.bytes[start + 1] == UInt8(ascii: " "))
  }

  /// True if a line begins a key of the top level.
  private func isTop(_ line: Int) -> Bool {
    guard indent(line) == 0, !isItem(line) else { return false }
    let first = document.bytes[document.range(ofLine: line).lowerBound]
    return first != UInt8(ascii: "]") && first != UInt8(ascii: "}")
  }

  /// The line of the key of the top level that a line belongs to.
  private func top(of line: Int) -> Int {
    var top = line
    while top > 0, !isTop(top) { top -= 1 }
    return top
  }

  /// The first line of the outermost item around a line, and its indent.
  private func itemStart(_ line: Int) -> (line: Int, indent: Int)? {
    var found: (line: Int, indent: Int)?
    for number in stride(from: line, to: top(of: line), by: -1) {
      if isItem(number), let indent = indent(number), indent < found?.indent ?? Int.max {
        found = (number, indent)
      }
    }
    guard let found, found.line < line else { return found }
    let isInside = ((found.line + 1)..<line).allSatisfy { indent($0).map { $0 > found.indent } ?? true }
    return isInside && indent(line).map { $0 > found.indent } ?? true ? found : nil
  }

  /// The lines of the outermost item around a line; without one, those of the key of the top level.
  func item(around line: Int) -> ClosedRange<Int> {
    let start = itemStart(line)
    var last = line
    while last + 1 < document.lineCount {
      if let start {
        if let indent = indent(last + 1), indent <= start.indent { break }
      } else if isTop(last + 1) {
        break
      }
      last += 1
    }
    return (start?.line ?? top(of: line))...last
  }

  /// The lines with the keys that lead to the item around a line.
  func ancestors(of line: Int) -> [Int] {
    guard let start = itemStart(line) else { return [] }
    let top = top(of: line)
    var ancestors: [Int] = []
    // A list may have the indent of its key.
    var limit = start.indent + 1
    for number in stride(from: start.line - 1, through: top, by: -1) {
      guard let indent = indent(number), indent < limit, !isItem(number) else { continue }
      ancestors.append(number)
      limit = indent
      if indent == 0 { break }
    }
    return ancestors.reversed()
  }

  /// The keys of the top level.
  var topKeys: Set<String> {
    var keys: Set<String> = []
    for line in 0..<document.lineCount where isTop(line) {
      let text = document.text(document.range(ofLine: line))
      if let colon = text.firstIndex(of: ":") { keys.insert(String(text[..<colon])) }
    }
    return keys
  }
}
