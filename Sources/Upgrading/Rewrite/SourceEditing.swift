package import Model
package import YAML

/// Makes edits of a file's text that leave all other bytes as they are.
package struct SourceEditing {
  private let index: SourceIndex
  private let source: SourceBytes

  /// `root` are the nodes of the text.
  package init(_ root: SourceNode, _ bytes: [UInt8]) {
    index = SourceIndex(root)
    source = SourceBytes(bytes)
  }

  /// The edits that remove a key and its value. Nil if the way the text is written does not allow them, or if other places
  /// refer to an anchor in it.
  package func removing(keyAt mark: Mark) -> [TextEdit]? {
    guard let place = index.pairs[mark], !source.hasLoneReturns,
      !place.pair.value.anchors.contains(where: { index.aliases[$0, default: 0] > 0 })
    else { return nil }
    return PairEditing(place: place, index: index, source: source).edits(.drop)
  }

  /// The edits that add fields to the attributes of an entry. Values are YAML in one line. Nil if the way the text is written
  /// does not allow them. `attrs` is the place of the entry's attributes, or nil if it has none.
  package func adding(
    _ fields: [(name: String, value: String)], toEntryAt entry: Mark, attrs: Mark?
  ) -> [TextEdit]? {
    guard !source.hasLoneReturns else { return nil }
    let additions = fields.map { Addition(name: $0.name, value: $0.value, after: nil) }
    return AdditionEditing(index: index, source: source).edits(additions, entry: entry, attrs: attrs)
  }

  /// The edits that give a key, or a part of its value, another value. `steps` lead from the key's value to the part. Nil
  /// if the way the text is written does not allow them. With `isUnordered`, the items of a list stay in their order.
  package func setting(
    keyAt mark: Mark, _ steps: some Collection<FieldPath.Step>, to tree: YAMLTree, isUnordered: Bool = false
  ) -> [TextEdit]? {
    guard !source.hasLoneReturns, !index.isShared(mark), let place = index.pairs[mark] else { return nil }
    let editing = TreeEditing(index: index, source: source, isUnordered: isUnordered)
    return setting(place, Array(steps)[...], to: tree, editing)
  }

  private func setting(
    _ place: SourceIndex.Place, _ steps: ArraySlice<FieldPath.Step>, to tree: YAMLTree, _ editing: TreeEditing
  ) -> [TextEdit]? {
    guard !steps.isEmpty else { return editing.edits(place, to: tree) }
    var node = place.pair.value
    var rest = steps
    while let step = rest.popFirst() {
      guard node.tag == nil else { return nil }
      switch (node.content, step) {
      case (.map(let pairs, _), .key(let name)):
        guard let pair = pairs.last(where: { $0.key.text == name }), let next = index.pairs[pair.key.mark]
        else { return nil }
        return setting(next, rest, to: tree, editing)
      case (.list(let items, _), .index(let position)):
        guard items.indices.contains(position) else { return nil }
        node = items[position]
      default: return nil
      }
    }
    return editing.edits(item: node, isInFlow: place.isInFlow || place.pair.value.isFlow, to: tree)
  }

  /// The edits that add fields with values and tags to the attributes of an entry. `after` is the field that they follow.
  package func adding(
    _ fields: [(name: String, value: YAMLTree)], toEntryAt entry: Mark, attrs: Mark?, after: String? = nil
  ) -> [TextEdit]? {
    guard !source.hasLoneReturns, attrs.map({ !index.isSharedMap($0) }) ?? true else { return nil }
    let editing = TreeEditing(index: index, source: source)
    let additions = fields.compactMap { editing.addition($0.name, $0.value, after: after) }
    guard additions.count == fields.count else { return nil }
    return AdditionEditing(index: index, source: source).edits(additions, entry: entry, attrs: attrs)
  }

  /// The edits of the list of entries.
  package var entries: EntryListEditing? {
    source.hasLoneReturns ? nil : EntryListEditing(index, source)
  }
}

extension SourceNode.ScalarStyle {
  /// A text as a scalar of this style, or in quotes if it would mean something else.
  package func written(_ text: String, isInFlow: Bool) -> String {
    ScalarText.of(text, style: self, isInFlow: isInFlow)
  }
}
