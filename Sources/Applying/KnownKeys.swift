import Catalog
import Model
import OrderedCollections
import Planning
import Synchronization

/// The primary keys of the plan's objects, as far as they are known.
///
/// All running changes share one instance, since a copy for each would cost as much as the whole plan.
final class KnownKeys: Sendable {
  private let keys: Mutex<[ResourceAddress: Value]>

  /// Starts with the keys of the plan. The run adds the keys of the objects that it creates.
  init(_ plan: Plan) {
    keys = Mutex(
      Dictionary(plan.changes.compactMap { change in change.primaryKey.map { (change.address, $0) } }) { $1 })
  }

  subscript(address: ResourceAddress) -> Value? {
    get { keys.withLock { $0[address] } }
    set { keys.withLock { $0[address] = newValue } }
  }

  /// Replaces references by keys. A reference with an unknown key stays.
  func settled(_ values: ValueMap) -> ValueMap {
    // Most changes have no references.
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
