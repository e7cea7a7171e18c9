import Model
import YAML

/// The node at the cursor, in the part of the document around it.
struct CursorNode {
  /// The part of a node that is at the cursor.
  enum Part { case text, tag, alias }

  /// The nodes from the root to this one.
  let steps: [SyntaxTree.Step]
  let part: Part
  /// The bytes of the document to replace; they lie on the cursor's line.
  let range: Range<Int>
  /// The column of the range's start, in bytes.
  let column: Int
  /// The spaces to write before it.
  let padding: Int
  /// True if only spaces and dashes come before it in its line.
  let startsLine: Bool
  /// True if a key has its colon already.
  let hasColon: Bool
  /// True if a dash must be written before it.
  let needsDash: Bool
  /// The quote that is missing after it.
  let missingQuote: String
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

  /// The nodes that may stand at the cursor, the likeliest first. In a line without text, there may be several.
  ///
  /// None if there is nothing to complete: in comments, in code and in the second line of a text.
  static func all(_ document: TextDocument, at offset: Int) -> [CursorNode] {
    let place = Place(document: document, offset: offset)
    let part = CursorPart(document, at: offset)
    let first = document.bytes.first { $0 != UInt8(ascii: " ") && $0 != 0x0A && $0 != 0x0D }
    guard first != UInt8(ascii: "{") else { return whole(place).map { [$0] } ?? [] }
    let main =
      (MarkedText(part).first { read($0, $1, $2, place) }
        ?? MarkedText(part.readable).first { read($0, $1, $2, place) }
        ?? MarkedText(part).repaired { read($0, $1, $2, place) })
    guard let main else { return whole(place).map { [$0] } ?? [] }
    guard let node = main.node else { return [] }
    guard part.isBlankLine else { return [node] }
    func padded(_ column: Int) -> Found? {
      var place = place
      place.padding = column - part.lineStart.count
      return MarkedText(part.padded(place.padding)).first { read($0, $1, $2, place) }
    }
    // A blank line in code belongs to it.
    if let next = part.nextColumn, next > part.lineStart.count, let found = padded(next), found.node == nil {
      return []
    }
    let item = MarkedText(part).asItem { read($0, $1, $2, place) }?.node
    let deeper = part.deeperColumns.compactMap { padded($0)?.node }
    return [node] + deeper + [item].compactMap(\.self)
  }

  private static func whole(_ place: Place) -> CursorNode? {
    MarkedText(CursorPart(whole: place.document, at: place.offset)).first { read($0, $1, $2, place) }?.node
  }

  private struct Place {
    let document: TextDocument
    let offset: Int
    var padding = 0
  }

  private struct Found { let node: CursorNode? }

  /// Nil if the text is no YAML.
  private static func read(
    _ text: [UInt8], _ cursor: Int, _ change: MarkedText.Change, _ place: Place
  ) -> Found? {
    guard let root = (try? SourceReader.read(text)) ?? nil else { return nil }
    guard let steps = path(to: MarkedText.mark, from: SyntaxTree.Step(node: root, role: .root)) else {
      return Found(node: nil)
    }
    // A quote that is not closed makes a text of all lines after it.
    if change != .none, let last = steps.last?.node, last.isQuoted, last.bodyStart < cursor,
      text[last.bodyStart..<cursor].contains(0x0A)
    {
      return nil
    }
    return Found(node: CursorNode(steps, text, cursor, change, place))
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
    _ place: Place
  ) {
    let (document, offset) = (place.document, place.offset)
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
    padding = place.padding
    // A text that began in an earlier line cannot be completed.
    guard before >= 0, before <= offset - line.lowerBound, !text[start..<cursor].contains(0x0A) else {
      return nil
    }
    let after = text[end..<max(end, last)].prefix { $0 != 0x0A && $0 != 0x0D }.count
    range = (offset - before)..<min(offset + after, line.upperBound)
    column = offset - before - line.lowerBound + padding
    startsLine = document.bytes[line.lowerBound..<range.lowerBound].allSatisfy { " -".utf8.contains($0) }
    let next = range.upperBound < line.upperBound ? document.bytes[range.upperBound] : 0x20
    missingQuote =
      switch node.content {
      case .scalar(_, .singleQuoted) where next != UInt8(ascii: "'"): "'"
      case .scalar(_, .doubleQuoted) where next != UInt8(ascii: "\""): "\""
      default: ""
      }
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
