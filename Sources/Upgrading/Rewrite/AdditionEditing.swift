import Blueprints
import Model
import YAML

/// Makes the edits that add fields to the attributes of an entry.
struct AdditionEditing {
  let index: SourceIndex
  let source: SourceBytes

  /// The edits. Nil if the way the text is written does not allow them. `attrs` is the place of the entry's attributes,
  /// or nil if it has none.
  func edits(_ additions: [Addition], entry: Mark, attrs: Mark?) -> [TextEdit]? {
    if let attrs, let map = index.maps[attrs] {
      return edits(additions, to: map.node, isInFlow: map.isInFlow)
    }
    guard let entry = index.maps[entry], let pairs = entry.node.pairs, let last = pairs.last else {
      return nil
    }
    if let empty = pairs.first(where: { $0.key.text == "attrs" }) {
      // Null.
      guard empty.value.tag == nil, !empty.value.isAlias else { return nil }
      let text = "{" + line(additions, isQuoted: false) + "}"
      return empty.value.body.isEmpty
        ? [TextEdit(at: empty.value.range.upperBound, " " + text)] : [TextEdit(empty.value.body, text)]
    }
    let sibling = pairs.first { $0.key.text == "identifiers" } ?? last
    guard !entry.node.isFlow else {
      let isQuoted = isQuoted(pairs)
      let name = isQuoted ? "\"attrs\"" : "attrs"
      return [
        TextEdit(at: sibling.value.range.upperBound, ", \(name): {\(line(additions, isQuoted: isQuoted))}")
      ]
    }
    let indent = Int(pairs[0].key.mark.column) - 1
    let lines =
      [spaces(indent) + "attrs:"]
      + additions.flatMap(\.blockLines).map { spaces(indent + index.mapIndent) + $0 }
    return insert(lines, behind: sibling, in: pairs)
  }

  private func edits(_ additions: [Addition], to map: SourceNode, isInFlow: Bool) -> [TextEdit]? {
    guard case .map(let pairs, let isFlow) = map.content else { return nil }
    guard !isFlow else {
      let text = line(additions, isQuoted: isQuoted(pairs))
      guard let last = sibling(of: additions, in: pairs) else {
        return [TextEdit(at: map.bodyStart + 1, text)]
      }
      return [TextEdit(at: max(last.value.range.upperBound, last.key.range.upperBound), ", " + text)]
    }
    guard let behind = sibling(of: additions, in: pairs) else { return nil }
    let indent = Int(pairs[0].key.mark.column) - 1
    return insert(additions.flatMap(\.blockLines).map { spaces(indent) + $0 }, behind: behind, in: pairs)
  }

  private func sibling(of additions: [Addition], in pairs: [SourceNode.Pair]) -> SourceNode.Pair? {
    let named = additions.compactMap { addition in
      addition.after.flatMap { name in pairs.first { $0.key.text == name } }
    }
    return named.first ?? pairs.last
  }

  private func insert(
    _ lines: [String], behind pair: SourceNode.Pair, in pairs: [SourceNode.Pair]
  ) -> [TextEdit]? {
    // The blank lines behind `|+` belong to the text, so the new lines go before its key.
    guard keepsBlankLines(pair.value) else {
      let end = source.endOfLine(from: max(pair.value.range.upperBound, pair.key.range.upperBound))
      return [TextEdit(at: end, lines.map { source.lineEnd + $0 }.joined())]
    }
    let indent = Int(pairs[0].key.mark.column) - 1
    let text = lines.enumerated().map {
      $0.offset == 0 ? $0.element.trimmingPrefix { $0 == " " } : $0.element[...]
    }
    return [
      TextEdit(
        at: pairs[0].key.range.lowerBound,
        text.joined(separator: source.lineEnd) + source.lineEnd + spaces(indent))
    ]
  }

  private func keepsBlankLines(_ node: SourceNode) -> Bool {
    switch node.content {
    case .scalar(_, .block):
      let header = source[node.bodyStart..<source.endOfLine(from: node.bodyStart)]
      return header.prefix { "|>+-0123456789".contains($0) }.contains("+")
    case .list(let items, isFlow: false): return items.last.map(keepsBlankLines) ?? false
    case .map(let pairs, isFlow: false): return pairs.last.map { keepsBlankLines($0.value) } ?? false
    default: return false
    }
  }

  private func line(_ additions: [Addition], isQuoted: Bool) -> String {
    additions.map { addition in
      isQuoted
        ? "\"\(addition.name)\": \(addition.quotedValue)" : "\(addition.name): \(addition.value)"
    }.joined(separator: ", ")
  }

  /// True if the keys are written as in JSON.
  private func isQuoted(_ pairs: [SourceNode.Pair]) -> Bool {
    guard case .scalar(_, .doubleQuoted)? = pairs.first?.key.content else { return false }
    return true
  }

  private func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }
}

extension Addition {
  /// The value as JSON, unless it holds a tag.
  fileprivate var quotedValue: String {
    guard let node = try? NodeReader.read(Array(value.utf8)), let known = ContextReader.value(of: node) else {
      return value
    }
    return JSONWriter.write(known)
  }
}
