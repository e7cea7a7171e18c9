import Model
import State

/// Why an object is not as the plan wants it.
struct ChangeFailure: Error {
  enum Cause: Sendable {
    /// It was not done, or only in part, and nothing about that is uncertain.
    case refused
    /// The change may have been carried out: the intent stays in the journal, and the next run asks again.
    case unknown
    /// The journal cannot be written, so nothing may be sent any more.
    case journal
  }

  let cause: Cause
  let reason: String
  /// The field whose value was refused.
  var field: String?
  /// What the state must learn all the same: what was done, or may have been.
  var entries: [JournalEntry] = []
  var undo: UndoRecord?

  static func refused(_ reason: String) -> ChangeFailure { ChangeFailure(cause: .refused, reason: reason) }

  static func unknown(_ reason: String, _ intent: Intent) -> ChangeFailure {
    ChangeFailure(cause: .unknown, reason: reason, entries: [.intent(intent)])
  }

  /// `entries` is what the journal lacks.
  static func journal(_ error: StateError, _ entries: [JournalEntry]) -> ChangeFailure {
    ChangeFailure(cause: .journal, reason: "\(error)", entries: entries)
  }
}
