package import Model
import OrderedCollections
package import YAML

/// What a node means, as far as the files alone tell it.
package enum WrittenValue {
  case value(Value)
  /// The key of an object that these entries describe; the first one counts.
  case entries([EntryPosition])

  var value: Value? {
    if case .value(let value) = self { value } else { nil }
  }

  var entry: EntryPosition? {
    if case .entries(let entries) = self { entries.first } else { nil }
  }
}

extension SourceNode {
  /// The value of a scalar without a tag.
  package var literal: Value? {
    guard tag == nil, case .scalar(let text, let style) = content else { return nil }
    if case .plain = style { return PlainScalar.value(of: text) }
    return .string(text)
  }
}

extension WrittenSet {
  private static let depthLimit = 32

  /// Nil for a value that only a run can know, or that needs more than a look at the files.
  package func value(of node: SourceNode, in file: Int, depth: Int = 0) -> WrittenValue? {
    guard depth < Self.depthLimit, budget > 0 else { return nil }
    budget -= 1
    let node = files[file].resolved(node)
    guard let tag = node.tag else {
      if let items = node.items {
        let values = items.map { value(of: $0, in: file, depth: depth + 1)?.value }
        let known = values.compactMap(\.self)
        return known.count == values.count ? .value(.list(known)) : nil
      }
      return node.literal.map(WrittenValue.value)
    }
    guard let use = TagFacts(tag, node) else { return nil }
    switch use.target {
    case .keyOf(let id):
      let found = entries(withID: id, in: file)
      return found.isEmpty ? nil : .entries(found)
    case .find:
      let found = tag == "!Find" ? entries(found: use, in: file, depth: depth + 1) : []
      return found.isEmpty ? nil : .entries(found)
    case .context(let key): return contextValue(key, use, in: file, depth: depth + 1)
    case .environment, .file: return nil
    }
  }

  private func contextValue(_ key: String, _ use: TagFacts, in file: Int, depth: Int) -> WrittenValue? {
    let own = files[file].context.last { $0.key.text == key }?.value
    if let value = context[key] {
      // Two maps or lists are merged.
      return own == nil || value.list == nil && value.map == nil ? .value(value) : nil
    }
    if let own { return value(of: own, in: file, depth: depth) }
    guard let items = use.node.items, items.count == 2 else { return nil }
    return value(of: items[1], in: file, depth: depth)
  }
}
