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

  /// True if a place is inside of a flow list or map.
  package func isInFlow(keyAt mark: Mark) -> Bool { index.pairs[mark]?.isInFlow ?? false }
}

extension SourceNode.ScalarStyle {
  /// A text as a scalar of this style, or in quotes if it would mean something else.
  package func written(_ text: String, isInFlow: Bool) -> String {
    ScalarText.of(text, style: self, isInFlow: isInFlow)
  }
}
