import Model
import YAML

/// Makes the edits of a key and its value.
struct PairEditing {
  let place: SourceIndex.Place
  let index: SourceIndex
  let source: SourceBytes

  var key: SourceNode { place.pair.key }
  var value: SourceNode { place.pair.value }

  /// The edits for a rewrite. Nil if the way the text is written does not allow it.
  func edits(_ rewrite: FieldRewrite) -> [TextEdit]? {
    switch rewrite {
    case .rename(let name): rename(name)
    case .wrap: wrap()
    case .drop: drop()
    case .scalar(let new): scalar(new)
    case .objects(let objects): list(objects)
    case .word(let old, let new): word(old, new)
    }
  }

  private func rename(_ name: String) -> [TextEdit]? {
    guard case .scalar(_, let style) = key.content, style != .block else { return nil }
    let quotes = style == .plain ? 0 : 1
    return [TextEdit(key.bodyStart + quotes..<key.range.upperBound - quotes, name)]
  }

  private func scalar(_ new: Value) -> [TextEdit]? {
    guard case .scalar(_, let style) = value.content, value.tag == nil, let text = new.string else {
      return nil
    }
    let written = ScalarText.of(text, style: style, isInFlow: place.isInFlow)
    return value.body.isEmpty ? insert(written) : [TextEdit(value.body, written)]
  }

  /// Inserts a value after a key without one.
  private func insert(_ text: String) -> [TextEdit] {
    let position = value.range.upperBound
    let last = position > 0 ? source.bytes[position - 1] : 0
    // `{name}` has no colon.
    let hasColon = source[key.range.upperBound..<position].contains(":")
    let space = SourceBytes.isBlank(last) ? "" : " "
    return [TextEdit(at: position, hasColon ? space + text : ": " + text)]
  }

  private func word(_ old: String, _ new: String) -> [TextEdit]? {
    guard value.text != nil else { return nil }
    let (body, word) = (value.body, Array(old.utf8))
    var edits: [TextEdit] = []
    var position = body.lowerBound
    while position + word.count <= body.upperBound {
      let end = position + word.count
      if source.bytes[position..<end].elementsEqual(word),
        end == body.upperBound || !Self.continuesName(source.bytes[end])
      {
        edits.append(TextEdit(position..<end, new))
        position = end
      } else {
        position += 1
      }
    }
    return edits.isEmpty ? nil : edits
  }

  private static func continuesName(_ byte: UInt8) -> Bool {
    let character = Character(Unicode.Scalar(byte))
    return character == "_" || (byte < 0x80 && (character.isLetter || character.isNumber))
  }
}

extension PairEditing {
  private func wrap() -> [TextEdit]? {
    if value.tag == "tag:yaml.org,2002:null" { return [TextEdit(value.range, "[]")] }
    if case .scalar(let text, .plain) = value.content, value.tag == nil {
      if value.range.isEmpty { return insert("[]") }
      if PlainScalar.value(of: text) == .null { return [TextEdit(value.body, "[]")] }
      // In brackets, a comma or a colon would end it.
      if !ScalarText.isPlain(text, isInFlow: true) {
        return [TextEdit(value.body, "[" + JSONWriter.write(.string(text)) + "]")]
      }
    }
    if !value.isBlock {
      return [TextEdit(at: value.range.lowerBound, "["), TextEdit(at: value.range.upperBound, "]")]
    }
    guard !place.isInFlow, value.mark.line == key.mark.line else { return nil }
    let indent = Int(key.mark.column) - 1 + index.listIndent
    let starts = source.lineStarts(in: value.range)
    let shift = max(0, indent + 2 - (starts.map(source.indent(ofLineAt:)).min() ?? indent + 2))
    let start = source.startOfBlanks(before: value.range.lowerBound)
    let dash = source.lineEnd + String(repeating: " ", count: indent) + "- "
    return [TextEdit(start..<value.range.lowerBound, dash)]
      + (shift == 0 ? [] : starts.map { TextEdit(at: $0, String(repeating: " ", count: shift)) })
  }

  private func list(_ objects: [ValueMap]) -> [TextEdit]? {
    guard case .scalar(_, let style) = value.content, value.tag == nil else { return nil }
    guard !objects.isEmpty else {
      return value.body.isEmpty ? insert("[]") : [TextEdit(value.body, "[]")]
    }
    let isBehindKey =
      !place.isInFlow && value.mark.line == key.mark.line
      && !source[key.range.upperBound..<value.bodyStart].contains(where: \.isNewline)
    guard isBehindKey else {
      let isQuoted = if case .scalar(_, .doubleQuoted) = key.content { true } else { false }
      return [TextEdit(value.body, ScalarText.line(objects, style: style, quotesKeys: isQuoted))]
    }
    let indent = Int(key.mark.column) - 1 + index.listIndent
    let lines = ScalarText.lines(objects, style: style, indent: indent)
    let text = source.lineEnd + lines.joined(separator: source.lineEnd)
    let start = source.startOfBlanks(before: value.bodyStart)
    guard style == .block else {
      return [
        TextEdit(start..<value.range.upperBound, ""),
        TextEdit(at: source.endOfLine(from: value.range.upperBound), text),
      ]
    }
    // A comment behind `|` stays where it is.
    var header = value.bodyStart
    while header < source.bytes.count, "|>+-0123456789".utf8.contains(source.bytes[header]) { header += 1 }
    let content = source.endOfLine(from: header)
    return [TextEdit(start..<header, ""), TextEdit(content..<value.range.upperBound, text)]
  }
}
