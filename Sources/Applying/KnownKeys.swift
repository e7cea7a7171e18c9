import Catalog
import Model
import OrderedCollections
import Planning
import Synchronization

/// The primary keys of the objects that a plan names, as far as they are known.
///
/// All changes in flight share one, since a copy for each would cost as much as the whole plan.
final class KnownKeys: Sendable {
  private let keys: Mutex<[ResourceAddress: Value]>

  /// What the plan has seen on the server; what a run makes comes in later.
  init(_ plan: Plan) {
    keys = Mutex(
      Dictionary(plan.changes.compactMap { change in change.primaryKey.map { (change.address, $0) } }) { $1 })
  }

  subscript(address: ResourceAddress) -> Value? {
    get { keys.withLock { $0[address] } }
    set { keys.withLock { $0[address] = newValue } }
  }

  /// The values with the keys in place of their references; a reference whose key is not known stays.
  func settled(_ values: ValueMap) -> ValueMap {
    // Most changes refer to nothing.
    guard values.values.contains(where: \.hasReferences) else { return values }
    return values.mapValues { $0.replacingReferences { self[$0.address] } }
  }

  func settled(_ change: PlannedChange) -> PlannedChange {
    var copy = change
    copy.values = settled(change.values)
    copy.identifiers = settled(change.identifiers)
    return copy
  }
}
