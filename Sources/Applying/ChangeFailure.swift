import Model
import State

/// A failed change, with the reason.
struct ChangeFailure: Error {
  enum Cause: Sendable {
    /// The change was not done, or only in part. Nothing about that is uncertain.
    case refused
    /// The change may have been carried out. The intent stays in the journal, and the next run asks again.
    case unknown
    /// The journal cannot be written, so no more requests may be sent.
    case journal
  }

  let cause: Cause
  let reason: String
  /// The refused field.
  var field: String?
  /// Entries for the state in spite of the failure: changes that were made, or may have been made.
  var entries: [JournalEntry] = []
  var undo: UndoRecord?

  static func refused(_ reason: String) -> ChangeFailure { ChangeFailure(cause: .refused, reason: reason) }

  static func unknown(_ reason: String, _ intent: Intent) -> ChangeFailure {
    ChangeFailure(cause: .unknown, reason: reason, entries: [.intent(intent)])
  }

  /// `entries` are the entries that the journal lacks.
  static func journal(_ error: StateError, _ entries: [JournalEntry]) -> ChangeFailure {
    ChangeFailure(cause: .journal, reason: "\(error)", entries: entries)
  }
}
