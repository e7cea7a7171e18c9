import Catalog
import Model
import Planning

/// The changes that take a value from another object of the plan, and so wait until that has given it up.
///
/// The server lets only one object have a unique value, or set a single field: two brands cannot both be the
/// default, not even for a moment. Only an update gives up a value: what a delete holds is not known here.
struct Handovers {
  /// For the position of a change, those of the changes that it waits for.
  private(set) var givers: [Int: Set<Int>] = [:]

  init(_ changes: [PlannedChange], _ catalog: Catalog) {
    var holders: [Holding: Int] = [:]
    for (index, change) in changes.enumerated() where change.action == .update {
      for field in Self.changedFields(of: change, catalog) {
        if let held = Holding(change, field, field.before) { holders[held] = index }
      }
    }
    guard !holders.isEmpty else { return }
    var waits = Waits(changes)
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

  /// The changes of whole fields whose values only one object may have.
  private static func changedFields(of change: PlannedChange, _ catalog: Catalog) -> [FieldChange] {
    guard let kind = catalog.kind(change.address.model) else { return [] }
    return change.fields.filter { field in
      field.path.steps.count == 1 && !field.isSecret
        && (kind.uniqueFields.contains(field.fieldName) || kind.field(field.fieldName)?.isSingle == true)
    }
  }

  /// A value that only one object of the model may have in a field.
  private struct Holding: Hashable {
    let model: String
    let field: String
    let value: Value

    /// Nil for a value that any number of objects may have.
    init?(_ change: PlannedChange, _ field: FieldChange, _ value: Value) {
      guard !value.isNull, value != "", value != false else { return nil }
      model = change.address.model
      self.field = field.fieldName
      self.value = value
    }
  }

  /// What each change waits for.
  private struct Waits {
    var needs: [Set<Int>]

    init(_ changes: [PlannedChange]) {
      let positions = Dictionary(changes.enumerated().map { ($1.address, $0) }) { first, _ in first }
      needs = changes.map { Set($0.dependencies.compactMap { positions[$0] }) }
    }

    /// Whether a change waits for another, if only through others.
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
