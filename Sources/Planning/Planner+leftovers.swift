import Blueprints
import Catalog
import Model
import OrderedCollections

/// Plans objects of the state that no entry describes any more.
extension Planner {
  /// Whether the server was read and the object is not there any more.
  func isGone(_ address: ResourceAddress) -> Bool {
    guard let record = input.records[address] else { return false }
    return indexes[record.kind].map { $0.object(of: record) == nil } ?? false
  }

  /// Deletes only objects that flowform created and whose file is in the set.
  func prune(_ leftover: Plan.Leftover) -> PlannedChange? {
    guard let record = input.records[leftover.address], record.origin == .created,
      input.sources.contains(record.source), let kind = input.catalog.kind(record.kind),
      let object = indexes[record.kind]?.object(of: record)
    else { return nil }
    var change = PlannedChange(address: leftover.address, action: .delete)
    change.reason = "no entry describes it any more"
    change.primaryKey = record.primaryKey
    change.detailKey = kind.detailField.flatMap { object[$0].flatMap(Coercion.text) }
    change.liveDigest = Digest.of(object, as: kind)
    change.origin = .created
    change.identifiers = record.identifiers
    return change
  }

  /// Deletes run in reverse: objects that refer to another are deleted before it.
  func inDeleteOrder(_ changes: [PlannedChange]) -> [PlannedChange] {
    let deletes = Dictionary(
      changes.indices.filter { changes[$0].action == .delete }.map { (changes[$0].address, $0) }
    ) { first, _ in first }
    guard !deletes.isEmpty else { return changes }
    var result = changes
    for index in deletes.values { result[index].dependencies = [] }
    for (address, index) in deletes {
      let needed = changes[index].dependencies + (input.records[address]?.dependencies ?? [])
      for other in Set(needed) where other != address {
        if let target = deletes[other] { result[target].dependencies.append(address) }
      }
    }
    for index in deletes.values { result[index].dependencies.sort() }
    return result
  }
}
