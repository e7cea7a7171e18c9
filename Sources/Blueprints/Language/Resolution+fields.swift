import Catalog
import Model
import OrderedCollections
import YAML

extension Resolution {
  /// The fields of an entry's identifiers or attributes; not all of them have a value yet.
  mutating func fields(_ part: EntrySlot.Part, of index: Int) -> [EntryField] {
    if let fields = slots[index][part] { return fields }
    let fields: [EntryField]
    switch slots[index].source(part)?.content ?? foreseenFields(part, of: index) {
    case .fields(let found):
      fields = found
      if slots[index].used == nil { countLiterals(of: found, index) }
    case .node(let node):
      // A map that asks for itself while it is made has no fields.
      slots[index][part] = []
      fields = makeFields(part, of: node, scope(index))
    case nil: fields = []
    }
    slots[index][part] = fields
    return fields
  }

  /// The attributes that an entry lost to what was foreseen of it.
  private func foreseenFields(_ part: EntrySlot.Part, of index: Int) -> EntryPart.Content? {
    part == .attrs ? slots[index].foreseen.map { .fields($0.attrs) } : nil
  }

  /// An alias stands for the same text many times over.
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
          name: $0.key, nameMark: $0.mark, valueMark: $0.value.mark, state: .node($0.value))
      }
    }
    let outer = readsHidden
    readsHidden = false
    defer { readsHidden = outer }
    guard let value = value(of: node, scope) else { return [] }
    switch value {
    case .map(let entries):
      return entries.map {
        EntryField(
          name: $0.key, nameMark: node.mark, valueMark: node.mark, state: .done($0.value),
          isHidden: readsHidden)
      }
    case .null: return []
    // Which fields there are, only the server knows.
    case .reference where hasOpenEnd: return []
    default:
      let name = part == .attrs ? "`attrs`" : "`identifiers`"
      _ = fail("\(name) is \(value.typeName); expected a map", node, scope)
      return []
    }
  }

  /// The value of one field; nil where it has none, or is being resolved.
  mutating func value(of position: Int, _ part: EntrySlot.Part, of index: Int) -> Value? {
    switch fields(part, of: index)[position].state {
    case .done(let value): return value
    case .running: return nil
    case .literal(let value):
      guard !primaryKeys.isEmpty else { return value }
      let outer = readsHidden
      defer { readsHidden = outer }
      slots[index][part]?[position].state = .running
      let linked = linked(value, at: position, part, of: index)
      slots[index][part]?[position].state = .done(linked)
      return linked
    case .node(let node): return value(of: node, at: position, part, of: index)
    }
  }

  private mutating func value(
    of node: Node, at position: Int, _ part: EntrySlot.Part, of index: Int
  ) -> Value? {
    guard let name = slots[index][part]?[position].name else { return nil }
    slots[index][part]?[position].state = .running
    var scope = scope(index)
    scope.refusesNull = kind(of: index)?.field(name).map { !$0.isNullable && !$0.isReadOnly } ?? false
    // One field may ask for another, whose variables say nothing about this one's value.
    let outer = readsHidden
    readsHidden = false
    defer { readsHidden = outer }
    let value = value(of: node, scope).map { linked($0, at: position, part, of: index) }
    slots[index][part]?[position].state = .done(value)
    slots[index][part]?[position].isHidden = readsHidden
    return value
  }

  /// Every field with its value, and with what a kind says of it; nil where one of them has none.
  mutating func declared(
    _ part: EntrySlot.Part, of index: Int, as kind: Kind? = nil, reserving more: Int = 0
  ) -> [DeclaredField]? {
    // The fields themselves are not held here, or each change of one would copy them all.
    let count = fields(part, of: index).count
    let aliased = kind.flatMap { BlueprintNames.aliases[$0.model] == nil ? nil : $0 }
    var declared: [DeclaredField] = []
    declared.reserveCapacity(count + more)
    for position in 0..<count {
      guard let value = value(of: position, part, of: index), let field = slots[index][part]?[position] else {
        continue
      }
      let name = aliased.map { BlueprintNames.field(field.name, of: $0) } ?? field.name
      declared.append(
        DeclaredField(
          name: name, value: value, nameMark: field.nameMark, valueMark: field.valueMark,
          field: kind?.field(name),
          // What names an object stands in its address.
          isHidden: part == .attrs && field.isHidden))
    }
    return declared.count == count ? declared : nil
  }

  /// The value that an entry declares for a field, its identifiers laid over its attributes; nil where it
  /// declares none, or is being resolved.
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

  /// The value with references in the place of primary keys that another entry spells out as its own.
  ///
  /// Exports of authentik's own interface name objects so.
  private mutating func linked(
    _ value: Value, at position: Int, _ part: EntrySlot.Part, of index: Int
  ) -> Value {
    guard !primaryKeys.isEmpty, let name = slots[index][part]?[position].name, name != "pk",
      let field = kind(of: index)?.field(name)
    else { return value }
    let scope = scope(index)
    switch (field.type, value) {
    case (.text(.uuid), _), (.integer, _): return linked(value, to: field.refersTo, field.type, scope)
    case (.list(let type), .list(let items)):
      return .list(items.map { linked($0, to: field.refersTo, type, scope) })
    default: return value
    }
  }

  /// A UUID is one object's alone; an integer is the key of one object of each kind that counts so.
  private mutating func linked(_ value: Value, to model: String?, _ type: FieldType, _ scope: Scope) -> Value
  {
    guard type == .text(.uuid) || (type == .integer && model != nil),
      let key = Coercion.text(value), let targets = primaryKeys[key.lowercased()]
    else { return value }
    let fitting = targets.first { target in
      guard target != scope.entry else { return false }
      return type == .text(.uuid) || kind(of: target).map { BaseClass.covers(model ?? "", $0) } ?? false
    }
    guard let target = fitting, let head = head(of: target), head.state != .absent else { return value }
    return reference(to: target, symbol: value, at: slots[scope.entry].entry.model, scope) ?? value
  }
}
