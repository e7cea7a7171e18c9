import Catalog
import Planning

/// A write that has ended, one way or the other.
struct FinishedChange: Sendable {
  /// With the keys that the run found out.
  let change: PlannedChange
  let kind: Kind
  let result: Result<Effect, ChangeFailure>
}
