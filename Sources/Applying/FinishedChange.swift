import Catalog
import Planning

/// A write that has succeeded or failed.
struct FinishedChange: Sendable {
  /// The change, with all keys that were known when it started.
  let change: PlannedChange
  let kind: Kind
  /// What depended on the object before its delete; empty if no rollback may follow.
  var dependents = DeletedObjectReader.Dependents()
  let result: Result<Effect, ChangeFailure>
}
