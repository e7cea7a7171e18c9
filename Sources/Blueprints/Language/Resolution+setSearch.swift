import Catalog
import Model

/// Searches among the entries of the set.
extension Resolution {
  /// The first entry of the set that a search finds; in a condition only those above count.
  mutating func entry(for search: Search, _ scope: Scope) -> Int? {
    for index in candidates(search) where index != scope.entry {
      if scope.isCondition, index > scope.entry { return nil }
      guard let head = head(ofCandidate: index), head.isEnabled, head.state != .absent else { continue }
      if search.conditions.allSatisfy({ meets(index, Lookup($0.field), $0.value) }) { return index }
    }
    return nil
  }

  /// An entry whose conditions are being looked at is no candidate for its own conditions.
  private mutating func head(ofCandidate index: Int) -> EntrySlot.Head? {
    if case .running = table[index].head { return nil }
    return head(of: index)
  }

  /// The entries that may be found, in order.
  private mutating func candidates(_ search: Search) -> [Int] {
    guard let first = search.conditions.first(where: { Lookup($0.field).isPlain && $0.value.keyText != nil })
    else {
      return entries(of: search.model)
    }
    let key = FindIndex.Key(model: search.model, field: first.field)
    let column = table.findIndex.columns[key] ?? makeColumn(key)
    table.findIndex.columns[key] = column
    return column.candidates(for: first.value)
  }

  private mutating func entries(of model: String) -> [Int] {
    if let found = table.findIndex.entries[model] { return found }
    let found = table.indices.filter { index in
      kind(of: index).map { BaseClass.covers(model, $0) } ?? false
    }
    table.findIndex.entries[model] = found
    return found
  }

  private mutating func makeColumn(_ key: FindIndex.Key) -> FindIndex.Column {
    var column = FindIndex.Column()
    for index in entries(of: key.model) {
      let field =
        fields(.identifiers, of: index).last { $0.name == key.field }
        ?? fields(.attrs, of: index).last { $0.name == key.field }
      guard let field else { continue }
      // A UUID has several spellings.
      column.add(index, value: key.field == "pk" ? nil : field.known)
    }
    return column
  }

  /// Whether an entry is known to meet a condition.
  private mutating func meets(_ index: Int, _ lookup: Lookup, _ wanted: Value) -> Bool {
    var index = index
    for name in lookup.path.dropLast() {
      guard let address = value(ofField: name, of: index)?.reference?.address,
        let next = table.position(of: address)
      else { return false }
      index = next
    }
    guard let name = lookup.path.last else { return false }
    if name == "pk", let reference = wanted.reference {
      return identity(of: index)?.address == reference.address
    }
    guard let declared = value(ofField: name, of: index) else { return false }
    return lookup.holds(declared, wanted, as: kind(of: index)?.field(name)?.type)
  }
}
