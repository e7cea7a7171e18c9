import Catalog
import Model
import OrderedCollections
import YAML

extension Resolution {
  /// The fields of an entry's identifiers or attributes. Their values may not be resolved yet.
  mutating func fields(_ part: EntrySlot.Part, of index: Int) -> [EntryField] {
    if let fields = table[index][part] { return fields }
    let fields: [EntryField]
    switch table[index].source(part) {
    case .fields(let found):
      fields = found
      if table[index].fast == nil { countLiterals(of: found, index) }
    case .node(let node):
      // While a map is being resolved, it has no fields for itself.
      table[index][part] = []
      fields = makeFields(part, of: node, scope(index))
    case nil: fields = []
    }
    table[index][part] = fields
    return fields
  }

  /// Counts the values of literal fields: aliases can repeat the same text many times.
  private mutating func countLiterals(of fields: [EntryField], _ index: Int) {
    for field in fields {
      if case .literal(let value) = field.state, !count(value.size, at: field.valueMark, scope(index)) {
        return
      }
    }
  }

  private mutating func makeFields(
    _ part: EntrySlot.Part, of node: Node, _ scope: Scope
  ) -> [EntryField] {
    if case .map(let source) = node.content, node.tag?.isCustom != true {
      return pairs(source, scope).pairs.map {
        EntryField(
          name: $0.key, nameMark: $0.mark, valueMark: $0.value.mark, state: .node($0.value),
          places: ValuePlaces($0.value))
      }
    }
    guard let made = traced(node, scope) else { return [] }
    switch made.value {
    case .map(let entries):
      return entries.map {
        EntryField(
          name: $0.key, nameMark: node.mark, valueMark: node.mark, state: .done($0.value),
          traces: made.traces.below(.key($0.key)))
      }
    case .null: return []
    // Only the server knows the fields.
    case .reference where hasOpenEnd:
      if part == .identifiers { table[scope.entry].hasUnknownIdentifiers = true }
      return []
    default:
      let name = part == .attrs ? "`attrs`" : "`identifiers`"
      reportError("\(name) is \(made.value.typeName); expected a map", node, scope)
      return []
    }
  }

  /// The value of one field. Nil if it has none, or if it is being resolved.
  mutating func value(of position: Int, _ part: EntrySlot.Part, of index: Int) -> Value? {
    switch fields(part, of: index)[position].state {
    case .done(let value): return value
    case .running: return nil
    case .literal(let value):
      guard !table.primaryKeys.isEmpty || !options.isOffline else { return value }
      table[index][part]?[position].state = .running
      let linked = linked(value, at: position, part, of: index)
      table[index][part]?[position].state = .done(linked)
      return linked
    case .node(let node): return value(of: node, at: position, part, of: index)
    }
  }

  private mutating func value(
    of node: Node, at position: Int, _ part: EntrySlot.Part, of index: Int
  ) -> Value? {
    guard let name = table[index][part]?[position].name else { return nil }
    table[index][part]?[position].state = .running
    var scope = scope(index)
    scope.refusesNull = kind(of: index)?.field(name).map { !$0.isNullable && !$0.isReadOnly } ?? false
    let made = traced(node, scope)
    let value = made.map { linked($0.value, at: position, part, of: index) }
    table[index][part]?[position].state = .done(value)
    table[index][part]?[position].traces = made?.traces ?? []
    return value
  }

  /// All fields with their values. Nil if one of them has no value.
  mutating func declared(_ part: EntrySlot.Part, of index: Int) -> [DeclaredField]? {
    let known = known(part, of: index)
    return known.count == fields(part, of: index).count ? known : nil
  }

  /// The fields that have a value, each with its definition in the kind.
  mutating func known(
    _ part: EntrySlot.Part, of index: Int, as kind: Kind? = nil, reserving more: Int = 0
  ) -> [DeclaredField] {
    // The field list is not kept in a variable: each change of a field would then copy it.
    let count = fields(part, of: index).count
    let aliased = kind.flatMap { BlueprintNames.aliases[$0.model] == nil ? nil : $0 }
    var declared: [DeclaredField] = []
    declared.reserveCapacity(count + more)
    for position in 0..<count {
      guard let value = value(of: position, part, of: index), let field = table[index][part]?[position] else {
        continue
      }
      let name = aliased.map { BlueprintNames.field(field.name, of: $0) } ?? field.name
      declared.append(
        DeclaredField(
          name: name, value: value, nameMark: field.nameMark, valueMark: field.valueMark,
          field: kind?.field(name),
          // Identifiers are shown in addresses, so they count as not hidden.
          traces: part == .attrs ? field.traces : field.traces.filter { !$0.isHidden }, places: field.places))
    }
    return declared
  }

  /// The value that an entry declares for a field, with its identifiers merged over its attributes. Nil if it declares
  /// none, or if the value is being resolved.
  mutating func value(ofField name: String, of index: Int) -> Value? {
    func find(_ part: EntrySlot.Part, _ resolution: inout Resolution) -> Value? {
      resolution.fields(part, of: index).firstIndex { $0.name == name }
        .flatMap { resolution.value(of: $0, part, of: index) }
    }
    let identifier = find(.identifiers, &self)
    guard identifier?.map != nil || identifier?.list != nil || identifier == nil else { return identifier }
    guard let attr = find(.attrs, &self) else { return identifier }
    return identifier.map { attr.merged(with: $0) } ?? attr
  }
}
