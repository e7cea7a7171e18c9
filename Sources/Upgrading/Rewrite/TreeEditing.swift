import Model
import OrderedCollections
import YAML

/// Makes the edits that give a key another value, with as little change of the text as possible.
///
/// A scalar keeps its style. Of a map only the keys that differ change, and of a list only the items that come or go. Where
/// that is not possible, the whole value is written again at its place.
struct TreeEditing {
  let index: SourceIndex
  let source: SourceBytes
  /// True if the order of a list means nothing, so that its items can stay in the order of the file.
  var isUnordered = false

  /// The edits, or nil if the way the text is written does not allow them.
  func edits(_ place: SourceIndex.Place, to tree: YAMLTree) -> [TextEdit]? {
    let node = place.pair.value
    if let same = known(node), let wanted = tree.known, same == wanted { return [] }
    // The text of an anchor belongs to its aliases as well.
    guard !node.anchors.contains(where: { index.aliases[$0, default: 0] > 0 }) else { return nil }
    if node.tag == nil, case .map(let pairs, _) = node.content, !pairs.isEmpty, let wanted = tree.members,
      !wanted.isEmpty, let edits = edits(pairs, to: wanted)
    {
      return edits
    }
    if node.tag == nil, case .list(let items, isFlow: false) = node.content, let wanted = tree.items,
      let edits = edits(items, to: wanted)
    {
      return edits
    }
    if let text = scalar(node, tree, isInFlow: place.isInFlow), !node.range.isEmpty {
      return [TextEdit(node.range, text)]
    }
    return place.isInFlow ? inFlow(place, tree) : inBlock(place, tree)
  }

  /// The edits that replace an item of a list. Nil unless both are scalars.
  func edits(item node: SourceNode, isInFlow: Bool, to tree: YAMLTree) -> [TextEdit]? {
    guard !node.anchors.contains(where: { index.aliases[$0, default: 0] > 0 }) else { return nil }
    if node.tag == nil, case .map(let pairs, _) = node.content, let wanted = tree.members, !wanted.isEmpty {
      return edits(pairs, to: wanted)
    }
    guard !node.range.isEmpty else { return nil }
    return scalar(node, tree, isInFlow: isInFlow).map { [TextEdit(node.range, $0)] }
  }

  /// The value of a node without tags and aliases.
  private func known(_ node: SourceNode) -> Value? {
    switch node.content {
    case .scalar(let text, let style):
      guard node.tag == nil else { return nil }
      if case .plain = style { return PlainScalar.value(of: text) }
      return .string(text)
    case .alias: return nil
    case .list(let items, _):
      guard node.tag == nil else { return nil }
      let values = items.compactMap(known)
      return values.count == items.count ? .list(values) : nil
    case .map(let pairs, _):
      guard node.tag == nil else { return nil }
      var map = ValueMap()
      for pair in pairs {
        guard let key = pair.key.text, key != "<<", map[key] == nil, let value = known(pair.value) else {
          return nil
        }
        map[key] = value
      }
      return .map(map)
    }
  }

  // MARK: - Maps

  /// The edits of a map's keys. Nil if a merge key or a tag hides which keys there are, or if all keys would go.
  private func edits(
    _ pairs: [SourceNode.Pair], to wanted: OrderedDictionary<String, YAMLTree>
  ) -> [TextEdit]? {
    let names = pairs.map(\.key.text)
    guard names.allSatisfy({ $0 != nil && $0 != "<<" }), Set(names).count == names.count else { return nil }
    guard let last = pairs.last(where: { wanted[$0.key.text ?? ""] != nil }) else { return nil }
    var edits: [TextEdit] = []
    for pair in pairs {
      guard let place = index.pairs[pair.key.mark] else { return nil }
      if let tree = wanted[pair.key.text ?? ""] {
        guard let found = self.edits(place, to: tree) else { return nil }
        edits += found
      } else {
        guard let found = PairEditing(place: place, index: index, source: source).edits(.drop) else {
          return nil
        }
        edits += found
      }
    }
    let more = wanted.filter { !names.contains($0.key) }.map {
      addition($0.key, $0.value, after: last.key.text)
    }
    guard !more.isEmpty else { return edits }
    guard more.allSatisfy({ $0 != nil }), let mark = index.pairs[last.key.mark]?.map.mark,
      let added = AdditionEditing(index: index, source: source)
        .edits(more.compactMap(\.self), entry: mark, attrs: mark)
    else { return nil }
    return edits + added
  }

  func addition(_ name: String, _ tree: YAMLTree, after: String?) -> Addition? {
    guard let lines = TreeText.lines(name, tree, listIndent: index.listIndent) else { return nil }
    return Addition(
      name: name, value: TreeText.line(tree, quotesKeys: false), after: after, lines: lines)
  }

  // MARK: - Lists

  /// The edits of a list with a line for each item. Nil if an item that stays is at another position, or if no item stays.
  private func edits(_ items: [SourceNode], to wanted: [YAMLTree]) -> [TextEdit]? {
    var wanted = wanted
    if isUnordered {
      // The items of the file first, in their order.
      let kept = items.compactMap { item in wanted.first { isSame(item, $0) } }
      guard Set(kept).count == kept.count else { return nil }
      wanted = kept + wanted.filter { !kept.contains($0) }
    }
    var edits: [TextEdit] = []
    var next = wanted[...]
    var isAnyKept = false
    var previous: SourceNode?
    var added: [YAMLTree] = []
    func insert(before item: SourceNode?) -> Bool {
      guard !added.isEmpty else { return true }
      defer { added = [] }
      guard let edit = insertion(of: added, in: items, behind: previous, before: item) else { return false }
      edits.append(edit)
      return true
    }
    for item in items {
      guard let position = next.firstIndex(where: { isSame(item, $0) }) else {
        guard let line = line(of: item), !item.anchors.contains(where: { index.aliases[$0, default: 0] > 0 })
        else { return nil }
        edits.append(TextEdit(line, ""))
        continue
      }
      added += next[..<position]
      guard insert(before: item) else { return nil }
      next = next[(position + 1)...]
      previous = item
      isAnyKept = true
    }
    added += next
    guard isAnyKept, insert(before: nil) else { return nil }
    return edits
  }

  /// True if an item of the file has the wanted value, or the same tag with the same argument.
  private func isSame(_ item: SourceNode, _ tree: YAMLTree) -> Bool {
    if let known = known(item), let wanted = tree.known { return known == wanted }
    guard item.tag != nil, tree.known == nil else { return false }
    return source[item.range] == TreeText.line(tree, quotesKeys: false)
  }

  /// The lines of an item, from its dash to the line end. Nil if something else is on them.
  private func line(of item: SourceNode) -> Range<Int>? {
    guard let dash = dash(of: item) else { return nil }
    let start = source.startOfBlanks(before: dash)
    guard start > 0, SourceBytes.isLineEnd(source.bytes[start - 1]) else { return nil }
    let end = source.endOfLine(from: item.range.upperBound)
    guard end < source.bytes.count else { return start - 1..<end }
    return start..<end + (source.bytes[end] == UInt8(ascii: "\r") ? 2 : 1)
  }

  private func dash(of item: SourceNode) -> Int? {
    let start = source.startOfBlanks(before: item.range.lowerBound)
    guard start > 0, source.bytes[start - 1] == UInt8(ascii: "-") else { return nil }
    return start - 1
  }

  private func insertion(
    of trees: [YAMLTree], in items: [SourceNode], behind previous: SourceNode?, before next: SourceNode?
  ) -> TextEdit? {
    guard let sample = previous ?? next, let dash = dash(of: sample),
      let lines = TreeText.lines("k", .list(trees), listIndent: 0), lines.count > 1
    else { return nil }
    let blanks = source.startOfBlanks(before: dash)
    guard blanks > 0, SourceBytes.isLineEnd(source.bytes[blanks - 1]) else { return nil }
    let indent = source[blanks..<dash]
    let text = lines.dropFirst().map { $0.isEmpty ? "" : indent + $0 }
    if let previous {
      let end = source.endOfLine(from: previous.range.upperBound)
      return TextEdit(at: end, text.map { source.lineEnd + $0 }.joined())
    }
    return TextEdit(at: blanks, text.map { $0 + source.lineEnd }.joined())
  }

  // MARK: - Scalars

  /// The text of a scalar in place of one. Nil if one of them is none, or if the new text has several lines.
  private func scalar(_ node: SourceNode, _ tree: YAMLTree, isInFlow: Bool) -> String? {
    var style = SourceNode.ScalarStyle.plain
    switch node.content {
    case .scalar(_, let old):
      if node.tag == nil { style = old }
    case .alias: break
    // In brackets, on one line.
    case .list, .map:
      guard node.isFlow else { return nil }
    }
    if case .block = style { return nil }
    switch tree {
    case .value(.list), .value(.map), .list, .map:
      guard node.tag == nil, node.isFlow else { return nil }
      return TreeText.line(tree, quotesKeys: node.isJSON)
    case .value(.string(let text)):
      guard !text.contains(where: \.isNewline) else { return nil }
      if case .plain = style, !isInFlow { return line(tree) }
      return ScalarText.of(text, style: style, isInFlow: isInFlow)
    case .value, .tagged:
      return isInFlow ? TreeText.line(tree, quotesKeys: false) : line(tree)
    }
  }

  /// What the emitter writes behind a key. Nil if that has several lines.
  private func line(_ tree: YAMLTree) -> String? {
    guard let lines = TreeText.lines("k", tree, listIndent: 0), lines.count == 1 else { return nil }
    return String(lines[0].dropFirst("k: ".count))
  }

  // MARK: - Whole values

  private func inFlow(_ place: SourceIndex.Place, _ tree: YAMLTree) -> [TextEdit]? {
    let isQuoted = if case .scalar(_, .doubleQuoted) = place.pair.key.content { true } else { false }
    let text = TreeText.line(tree, quotesKeys: isQuoted)
    let node = place.pair.value
    guard node.range.isEmpty else { return [TextEdit(node.range, text)] }
    guard let colon = source.next(UInt8(ascii: ":"), from: place.pair.key.range.upperBound) else {
      return [TextEdit(at: place.pair.key.range.upperBound, ": " + text)]
    }
    return [TextEdit(at: colon + 1, " " + text)]
  }

  private func inBlock(_ place: SourceIndex.Place, _ tree: YAMLTree) -> [TextEdit]? {
    let (key, node) = (place.pair.key, place.pair.value)
    guard let colon = source.next(UInt8(ascii: ":"), from: key.range.upperBound),
      source.bytes[key.range.upperBound..<colon].allSatisfy(SourceBytes.isBlank),
      let lines = TreeText.lines("k", tree, listIndent: index.listIndent), let first = lines.first
    else { return nil }
    let head = String(first.dropFirst("k:".count))
    let indent = String(repeating: " ", count: Int(key.mark.column) - 1)
    let body = lines.dropFirst().map { source.lineEnd + ($0.isEmpty ? "" : indent + $0) }.joined()
    guard !node.range.isEmpty else {
      return [
        TextEdit(at: colon + 1, head), TextEdit(at: source.endOfLine(from: colon + 1), body),
      ]
    }
    guard source.endOfLine(from: colon) >= node.range.lowerBound else {
      return [
        TextEdit(at: colon + 1, head),
        TextEdit(source.endOfLine(from: colon + 1)..<node.range.upperBound, body),
      ]
    }
    guard case .scalar(_, .block) = node.content else {
      return [
        TextEdit(colon + 1..<node.range.upperBound, head),
        TextEdit(at: source.endOfLine(from: node.range.upperBound), body),
      ]
    }
    // A comment behind `|` stays where it is.
    var header = node.bodyStart
    while header < source.bytes.count, "|>+-0123456789".utf8.contains(source.bytes[header]) { header += 1 }
    return [
      TextEdit(colon + 1..<header, head),
      TextEdit(source.endOfLine(from: header)..<node.range.upperBound, body),
    ]
  }
}
