import Catalog
import Model
import Planning

/// A change that a run has carried out, or may have.
struct Step: Sendable {
  enum Outcome: Sendable {
    /// The object is there as it was written.
    case wrote(UndoRecord)
    case deleted
    /// The server did not say what became of it.
    case unknown
  }

  /// With the keys that the run found out.
  let change: PlannedChange
  let kind: Kind
  /// What was done in the end.
  let action: Action
  let outcome: Outcome
}
