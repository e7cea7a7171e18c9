package import Model
import OrderedCollections
package import YAML

/// A field of an entry's `identifiers` or `attrs` as it stands in its file.
///
/// Most values are spelled out, and need no look at the tree again.
package struct EntryField: Sendable {
  package enum Content: Sendable {
    case literal(Value)
    /// What holds a blueprint's tag, or has a mistake.
    indirect case node(Node)
  }

  package let name: String
  package let nameMark: Mark
  package let valueMark: Mark
  package let content: Content

  init(_ pair: MapPairs.Pair) {
    name = pair.key
    nameMark = pair.mark
    valueMark = pair.value.mark
    content = pair.value.plainValue.map(Content.literal) ?? .node(pair.value)
  }

  /// The value where it is spelled out.
  package var literal: Value? {
    if case .literal(let value) = content { value } else { nil }
  }
}

extension Node {
  /// The value that is spelled out here, lists and maps with all that is in them; nil where a tag or a mistake
  /// stands in it.
  fileprivate var plainValue: Value? {
    switch content {
    case .scalar:
      guard let value = literal else { return nil }
      if case .double(let number) = value, !number.isFinite { return nil }
      return value
    case .list(let items):
      guard tag == nil else { return nil }
      var values: [Value] = []
      values.reserveCapacity(items.count)
      for item in items {
        guard let value = item.plainValue else { return nil }
        values.append(value)
      }
      return .list(values)
    case .map(let source):
      guard tag == nil else { return nil }
      var diagnostics: [Diagnostic] = []
      let pairs = MapPairs(source, file: "", diagnostics: &diagnostics).pairs
      guard diagnostics.isEmpty else { return nil }
      var values = ValueMap(minimumCapacity: pairs.count)
      for pair in pairs {
        guard let value = pair.value.plainValue else { return nil }
        values[pair.key] = value
      }
      return .map(values)
    }
  }
}
