import Catalog
import Model
import Planning

/// A change that a run has carried out, or may have carried out.
struct Step: Sendable {
  enum Outcome: Sendable {
    /// The object exists as it was written.
    case wrote(UndoRecord)
    case deleted(DeletedObject)
    /// The server did not report the outcome.
    case unknown
  }

  /// The change, with all keys that were known when it started.
  let change: PlannedChange
  let kind: Kind
  /// The action that was taken.
  let action: Action
  let outcome: Outcome
}
