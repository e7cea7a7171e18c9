import Catalog
import Model
import OrderedCollections
import Planning

/// The primary keys of the objects that a plan names, as far as they are known.
struct KnownKeys: Sendable {
  private var keys: [ResourceAddress: Value]

  /// What the plan has seen on the server; what a run makes comes in later.
  init(_ plan: Plan) {
    keys = Dictionary(plan.changes.compactMap { change in change.primaryKey.map { (change.address, $0) } }) {
      $1
    }
  }

  subscript(address: ResourceAddress) -> Value? {
    get { keys[address] }
    set { keys[address] = newValue }
  }

  /// The values with the keys in place of their references; a reference whose key is not known stays.
  func settled(_ values: ValueMap) -> ValueMap {
    values.mapValues { $0.replacingReferences { keys[$0.address] } }
  }

  func settled(_ change: PlannedChange) -> PlannedChange {
    var copy = change
    copy.values = settled(change.values)
    copy.identifiers = settled(change.identifiers)
    return copy
  }
}
