import Catalog
import Model
import Planning

/// The changes that wait until another object of the plan has given something up.
///
/// * The server allows a unique value, or a field such as a brand's `default`, on one object only, at any moment. What takes
///   over such a value waits. Only updates give up values: the values of a deleted object are not known here.
/// * The server takes a deleted object out of the lists of others. If one of them is changed at the same moment, it is no
///   longer as the plan saw it. So a delete waits for the updates that give up a reference to its object.
struct Handovers {
  /// The positions of the changes that a change waits for, by its own position.
  private(set) var givers: [Int: Set<Int>] = [:]

  init(_ changes: [PlannedChange], _ catalog: Catalog) {
    var holders: [Holding: Int] = [:]
    for (index, change) in changes.enumerated() where change.action == .update {
      for field in Self.changedFields(of: change, catalog) {
        if let held = Holding(change, field, field.before) { holders[held] = index }
      }
    }
    var waits = Waits(changes)
    addDeletes(changes, catalog, &waits)
    guard !holders.isEmpty else { return }
    for (index, change) in changes.enumerated() where change.action != .delete {
      for field in Self.changedFields(of: change, catalog) {
        guard let taken = Holding(change, field, field.after), let giver = holders[taken], giver != index,
          // Two objects that swap a value cannot wait for each other.
          !waits.isNeeded(index, by: giver)
        else { continue }
        waits.needs[index].insert(giver)
        givers[index, default: []].insert(giver)
      }
    }
  }

  private mutating func addDeletes(_ changes: [PlannedChange], _ catalog: Catalog, _ waits: inout Waits) {
    var deletes: [Key: Int] = [:]
    for (index, change) in changes.enumerated() where change.action == .delete {
      guard let key = change.primaryKey, let kind = catalog.kind(change.address.model) else { continue }
      deletes[Key(key, of: kind.model)] = index
    }
    guard !deletes.isEmpty else { return }
    for (index, change) in changes.enumerated() where change.action == .update {
      guard let kind = catalog.kind(change.address.model) else { continue }
      for field in change.fields {
        guard let target = kind.field(field.fieldName)?.refersTo else { continue }
        for value in field.before.list ?? [field.before] {
          // What the update itself waits for cannot wait for it.
          guard let delete = deletes[Key(value, of: target)], !waits.isNeeded(delete, by: index) else {
            continue
          }
          waits.needs[delete].insert(index)
          givers[delete, default: []].insert(index)
        }
      }
    }
  }

  /// The key of an object. UUIDs never repeat; integers count from 1 for each kind.
  private struct Key: Hashable {
    let value: Value
    let model: String?

    init(_ value: Value, of model: String) {
      self.value = value
      self.model = value.string == nil ? model : nil
    }
  }

  /// The changed fields that must be unique among the objects, without changes inside a field.
  private static func changedFields(of change: PlannedChange, _ catalog: Catalog) -> [FieldChange] {
    guard let kind = catalog.kind(change.address.model) else { return [] }
    return change.fields.filter { field in
      field.path.steps.count == 1 && !field.isSecret
        && (kind.uniqueFields.contains(field.fieldName) || kind.field(field.fieldName)?.isSingle == true)
    }
  }

  /// A value in a field where only one object of the model may have it.
  private struct Holding: Hashable {
    let model: String
    let field: String
    let value: Value

    /// Nil if any number of objects may have the value.
    init?(_ change: PlannedChange, _ field: FieldChange, _ value: Value) {
      guard !value.isNull, value != "", value != false else { return nil }
      model = change.address.model
      self.field = field.fieldName
      self.value = value
    }
  }

  /// The changes that each change waits for.
  private struct Waits {
    var needs: [Set<Int>]

    init(_ changes: [PlannedChange]) {
      let positions = Dictionary(changes.enumerated().map { ($1.address, $0) }) { first, _ in first }
      needs = changes.map { Set($0.dependencies.compactMap { positions[$0] }) }
    }

    /// Returns true if the change at `index` waits for `other`, directly or through other changes.
    func isNeeded(_ other: Int, by index: Int) -> Bool {
      var seen: Set<Int> = []
      var open = [index]
      while let next = open.popLast() {
        if next == other { return true }
        if seen.insert(next).inserted { open += needs[next] }
      }
      return false
    }
  }
}
