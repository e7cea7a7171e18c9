import Model
import YAML

/// The node at the cursor, in the part of the document around it.
struct CursorNode {
  /// What of the node is at the cursor.
  enum Part { case text, tag, alias }

  /// The nodes from the root to this one.
  let steps: [SyntaxTree.Step]
  let part: Part
  /// The bytes of the document to replace; they lie on the cursor's line.
  let range: Range<Int>
  /// The column of the range's start, in bytes.
  let column: Int
  /// True if only spaces and dashes come before it in its line.
  let startsLine: Bool
  /// True if a key has its colon already.
  let hasColon: Bool
  /// True if a dash must be written before it.
  let needsDash: Bool
  /// What was typed up to the cursor.
  let prefix: String

  var node: SourceNode { steps[steps.count - 1].node }
  var isInFlow: Bool { steps.dropLast().contains { $0.node.isFlow } }

  var quote: Character? {
    switch node.content {
    case .scalar(_, .singleQuoted): "'"
    case .scalar(_, .doubleQuoted): "\""
    default: nil
    }
  }

  /// Nil if there is nothing to complete at the cursor: in comments, in code and in the second line of a text.
  static func find(_ document: TextDocument, at offset: Int) -> CursorNode? {
    let first = document.bytes.first { $0 != UInt8(ascii: " ") && $0 != 0x0A && $0 != 0x0D }
    if first != UInt8(ascii: "{") {
      let part = CursorPart(document, at: offset)
      let found =
        MarkedText(part).first { read($0, $1, $2, document, offset) }
        ?? MarkedText(part.readable).first { read($0, $1, $2, document, offset) }
        ?? MarkedText(part).repaired { read($0, $1, $2, document, offset) }
      if let found { return found.node }
    }
    let whole = MarkedText(CursorPart(whole: document, at: offset))
    return whole.first { read($0, $1, $2, document, offset) }?.node
  }

  private struct Found { let node: CursorNode? }

  /// Nil if the text is no YAML.
  private static func read(
    _ text: [UInt8], _ cursor: Int, _ change: MarkedText.Change, _ document: TextDocument, _ offset: Int
  ) -> Found? {
    guard (try? NodeReader.read(text)) != nil, let root = (try? SourceReader.read(text)) ?? nil else {
      return nil
    }
    guard let steps = path(to: MarkedText.mark, from: SyntaxTree.Step(node: root, role: .root)) else {
      return Found(node: nil)
    }
    // A quote that is not closed makes a text of all lines after it.
    if change != .none, let last = steps.last?.node, last.isQuoted, last.bodyStart < cursor,
      text[last.bodyStart..<cursor].contains(0x0A)
    {
      return nil
    }
    return Found(node: CursorNode(steps, text, cursor, change, document, offset))
  }

  private static func path(to mark: String, from step: SyntaxTree.Step) -> [SyntaxTree.Step]? {
    let node = step.node
    if node.tag?.contains(mark) == true { return [step] }
    let below: [SyntaxTree.Step]
    switch node.content {
    case .scalar(let text, _): return text.contains(mark) ? [step] : nil
    case .alias(let name): return name.contains(mark) ? [step] : nil
    case .list(let items, _):
      below = items.enumerated().map { SyntaxTree.Step(node: $0.element, role: .item($0.offset)) }
    case .map(let pairs, _):
      below = pairs.flatMap { pair in
        [
          SyntaxTree.Step(node: pair.key, role: .key(pair)),
          SyntaxTree.Step(node: pair.value, role: .value(pair)),
        ]
      }
    }
    for next in below {
      if let path = path(to: mark, from: next) { return [step] + path }
    }
    return nil
  }

  private init?(
    _ steps: [SyntaxTree.Step], _ text: [UInt8], _ cursor: Int, _ change: MarkedText.Change,
    _ document: TextDocument, _ offset: Int
  ) {
    self.steps = steps
    let node = steps[steps.count - 1].node
    let line = document.range(ofLine: document.line(of: offset))
    let end = cursor + MarkedText.mark.utf8.count
    var start = cursor
    var last = end
    if node.tag?.contains(MarkedText.mark) == true {
      part = .tag
      while start > 0, text[start] != UInt8(ascii: "!") { start -= 1 }
      while last < text.count, !" \t\n\r,]}".utf8.contains(text[last]) { last += 1 }
    } else {
      switch node.content {
      case .alias:
        part = .alias
        start = node.range.lowerBound + 1
        last = node.range.upperBound
      case .scalar(_, .block): return nil
      case .scalar(_, let style):
        part = .text
        let quotes = style == .plain ? 0 : 1
        start = node.bodyStart + quotes
        last = node.range.upperBound - quotes
      case .list, .map: return nil
      }
    }
    let before = cursor - start
    // A text that began in an earlier line cannot be completed.
    guard before >= 0, before <= offset - line.lowerBound, !text[start..<cursor].contains(0x0A) else {
      return nil
    }
    let after = text[end..<max(end, last)].prefix { $0 != 0x0A && $0 != 0x0D }.count
    range = (offset - before)..<min(offset + after, line.upperBound)
    column = offset - before - line.lowerBound
    startsLine = document.bytes[line.lowerBound..<range.lowerBound].allSatisfy { " -".utf8.contains($0) }
    let following = document.bytes[range.upperBound..<line.upperBound].drop { " \"'".utf8.contains($0) }
    hasColon = following.first == UInt8(ascii: ":")
    needsDash = change == .dash
    prefix = String(decoding: text[start..<cursor], as: UTF8.self)
  }
}

extension SourceNode {
  fileprivate var isQuoted: Bool {
    if case .scalar(_, let style) = content {
      style == .singleQuoted || style == .doubleQuoted
    } else {
      false
    }
  }
}
