package import Model
import OrderedCollections
package import YAML

/// A field of an entry's `identifiers` or `attrs`, with the state of its value.
///
/// Most values are literals, and never need the node tree again.
package struct EntryField: Sendable {
  package enum State: Sendable {
    /// The value is written in the file.
    case literal(Value)
    /// The node still has to be resolved: it contains a blueprint's tag or a mistake.
    indirect case node(Node)
    case running
    /// Nil if the field has no value.
    case done(Value?)
  }

  package let name: String
  package let nameMark: Mark
  package let valueMark: Mark
  package var state: State
  /// The traces of the value, once it is resolved.
  var traces: [ValueTrace]
  /// Nil if the value has no parts that are written in the file.
  let places: ValuePlaces?

  init(
    name: String, nameMark: Mark, valueMark: Mark, state: State, traces: [ValueTrace] = [],
    places: ValuePlaces? = nil
  ) {
    self.name = name
    self.nameMark = nameMark
    self.valueMark = valueMark
    self.state = state
    self.traces = traces
    self.places = places
  }

  init(_ name: String, _ pair: Node.Pair) {
    self.init(name, pair.key.mark, pair.value)
  }

  init(_ name: String, _ mark: Mark, _ value: Node) {
    self.init(
      name: name, nameMark: mark, valueMark: value.mark,
      state: value.plainValue.map(State.literal) ?? .node(value), places: ValuePlaces(value))
  }

  /// True if a part of the value comes from a variable that is not shown.
  var isHidden: Bool { traces.contains(where: \.isHidden) }

  /// The value as the file has it. A part that a tag makes is `pending`. Nil if a tag makes the whole value.
  package var written: Value? {
    switch state {
    case .literal(let value): value
    // A plain nil would mean the YAML value null.
    case .node(let node): node.tag?.isCustom == true ? Value?.none : node.written
    case .done(let value): value
    case .running: nil
    }
  }

  /// The blueprint's tag that makes the whole value; nil if there is none.
  package var tagName: String? {
    guard case .node(let node) = state, let tag = node.tag, tag.isCustom else { return nil }
    return tag.name
  }

  /// The place of a part of the value. `steps` lead from the field to the part.
  package func place(of steps: [FieldPath.Step]) -> Mark {
    let place = steps.isEmpty ? nil : places?.place(of: steps)
    return place.map { $0.name ?? $0.value } ?? valueMark
  }

  /// The value, if it is known.
  package var known: Value? {
    switch state {
    case .literal(let value): value
    case .done(let value): value
    case .node, .running: nil
    }
  }
}

extension [EntryField] {
  /// True if a field has this name. All names are ASCII.
  func name(_ name: String) -> Bool {
    let count = name.utf8.count
    // Nearly all names already differ in length.
    for index in indices where self[index].name.utf8.count == count && self[index].name == name {
      return true
    }
    return false
  }
}

extension Node {
  /// The value as the file has it. A part that a tag makes is `pending`.
  fileprivate var written: Value {
    if let tag, tag.isCustom { return .pending(PendingValue(tag: tag.name, sources: [])) }
    switch content {
    case .scalar: return literal ?? .null
    case .list(let items): return .list(items.map(\.written))
    case .map(let source):
      var diagnostics: [Diagnostic] = []
      let pairs = MapPairs(source, file: "", diagnostics: &diagnostics).pairs
      return .map(ValueMap(pairs.map { ($0.key, $0.value.written) }) { $1 })
    }
  }

  /// The value that is written here, lists and maps with all their parts. Nil if it contains a tag or a mistake.
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
