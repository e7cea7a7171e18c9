internal import CYAML
import Model

/// Builds the tree of source nodes of a text that holds one document.
///
/// It follows no aliases, so only the depth of a hostile text has to be limited.
package struct SourceReader: ~Copyable {
  private let parser: EventParser
  private let bytes: [UInt8]
  /// The byte at which each character begins; nil if every character is one byte.
  private let starts: [Int]?
  private let markWidth: Int
  /// More than `NodeLimits` allows.
  private static let deepest = 512

  /// The root of the text's only document. Nil if there is no document, or the text is not UTF-8.
  package static func read(_ bytes: [UInt8]) throws(YAMLError) -> SourceNode? {
    guard String(validating: bytes, as: UTF8.self) != nil else { return nil }
    let markWidth = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let result = bytes.withUnsafeBufferPointer { buffer in
      Result { () throws(YAMLError) -> SourceNode? in
        let reader = try SourceReader(
          UnsafeBufferPointer(rebasing: buffer[markWidth...]), bytes, markWidth: markWidth)
        return try reader.document()
      }
    }
    return try result.get()
  }

  private init(
    _ buffer: UnsafeBufferPointer<UInt8>, _ bytes: [UInt8], markWidth: Int
  ) throws(YAMLError) {
    parser = try EventParser(buffer)
    self.bytes = bytes
    self.markWidth = markWidth
    starts =
      buffer.allSatisfy { $0 < 0x80 }
      ? nil : buffer.indices.filter { buffer[$0] & 0xC0 != 0x80 } + [buffer.count]
  }

  private func document() throws(YAMLError) -> SourceNode? {
    while true {
      let event = try parser.next()
      switch event.raw.type {
      case YAML_STREAM_END_EVENT: return nil
      case YAML_DOCUMENT_START_EVENT: return try node(try parser.next())
      default: continue
      }
    }
  }

  private func offset(_ mark: yaml_mark_t) -> Int {
    markWidth + (starts.map { $0[min(mark.index, $0.count - 1)] } ?? mark.index)
  }

  private func node(_ event: consuming Event, depth: Int = 0) throws(YAMLError) -> SourceNode {
    let mark = event.mark
    guard depth <= Self.deepest else { throw YAMLError("the text nests too deeply", at: mark) }
    let start = offset(event.raw.start_mark)
    let end = offset(event.raw.end_mark)
    let raw = event.raw
    switch raw.type {
    case YAML_ALIAS_EVENT:
      let name = Self.text(raw.data.alias.anchor) ?? ""
      return SourceNode(.alias(name), mark: mark, range: start..<end, bodyStart: start)
    case YAML_SCALAR_EVENT:
      let scalar = raw.data.scalar
      let text = String(
        decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
      let style: SourceNode.ScalarStyle =
        switch scalar.style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
        case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: .block
        default: .plain
        }
      let (tag, anchor) = (Self.text(scalar.tag), Self.text(scalar.anchor))
      let hasProperties = tag != nil || anchor != nil
      let last = style == .block ? trimmed(start..<end) : end
      let body = hasProperties ? min(self.body(from: start), last) : start
      return SourceNode(
        .scalar(text, style), tag: tag, anchor: anchor, mark: mark, range: start..<last, bodyStart: body)
    case YAML_SEQUENCE_START_EVENT:
      let sequence = raw.data.sequence_start
      let (items, close) = try items(depth + 1)
      let isFlow = sequence.style == YAML_FLOW_SEQUENCE_STYLE
      return collection(
        .list(items, isFlow: isFlow), Self.text(sequence.tag), Self.text(sequence.anchor), mark, start,
        isFlow ? close : items.last?.range.upperBound ?? close)
    case YAML_MAPPING_START_EVENT:
      let mapping = raw.data.mapping_start
      let (pairs, close) = try pairs(depth + 1)
      let isFlow = mapping.style == YAML_FLOW_MAPPING_STYLE
      return collection(
        .map(pairs, isFlow: isFlow), Self.text(mapping.tag), Self.text(mapping.anchor), mark, start,
        isFlow ? close : pairs.last?.value.range.upperBound ?? close)
    default:
      throw YAMLError("unexpected content", at: mark)
    }
  }

  private func collection(
    _ content: SourceNode.Content, _ tag: String?, _ anchor: String?, _ mark: Mark, _ start: Int, _ end: Int
  ) -> SourceNode {
    let hasProperties = tag != nil || anchor != nil
    return SourceNode(
      content, tag: tag, anchor: anchor, mark: mark, range: start..<end,
      bodyStart: hasProperties ? body(from: start) : start)
  }

  /// The items of a list, and the end of the list.
  private func items(_ depth: Int) throws(YAMLError) -> (items: [SourceNode], close: Int) {
    var items: [SourceNode] = []
    while true {
      let event = try parser.next()
      if event.raw.type == YAML_SEQUENCE_END_EVENT { return (items, offset(event.raw.end_mark)) }
      items.append(try node(event, depth: depth))
    }
  }

  private func pairs(_ depth: Int) throws(YAMLError) -> (pairs: [SourceNode.Pair], close: Int) {
    var pairs: [SourceNode.Pair] = []
    while true {
      let event = try parser.next()
      if event.raw.type == YAML_MAPPING_END_EVENT { return (pairs, offset(event.raw.end_mark)) }
      let key = try node(event, depth: depth)
      pairs.append(SourceNode.Pair(key: key, value: try node(try parser.next(), depth: depth)))
    }
  }

  /// Skips a tag and an anchor, and the blanks and comments after them.
  private func body(from start: Int) -> Int {
    var position = start
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "!"), UInt8(ascii: "&"):
        while position < bytes.count, !Self.endsProperty(bytes[position]) { position += 1 }
      case UInt8(ascii: "#"):
        while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
      case let byte where Self.isBlank(byte): position += 1
      default: return position
      }
    }
    return position
  }

  /// The end of the range without trailing white space.
  private func trimmed(_ range: Range<Int>) -> Int {
    var end = range.upperBound
    while end > range.lowerBound, Self.isBlank(bytes[end - 1]) { end -= 1 }
    return end
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n")
      || byte == UInt8(ascii: "\r")
  }

  private static func endsProperty(_ byte: UInt8) -> Bool {
    isBlank(byte) || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}")
  }

  private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    pointer.map { String(cString: $0) }
  }
}
