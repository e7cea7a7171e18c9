import Model
import Planning
import State

/// How the attempt to apply one change ended.
enum ChangeResult: Sendable {
  /// The object is as the plan wants it, and as the server answered it; the entries are what the state must learn.
  case done(Action, object: Value?, [JournalEntry], Written? = nil)
  /// It is there and cannot be read, so nothing can be said or done about it.
  case unreadable
  /// Refused, or not as the plan saw it; the entries are what was done all the same, `field` is whose value it is
  /// about.
  case failed(String, [JournalEntry] = [], Written? = nil, field: String? = nil)
  /// It may have been carried out; the intent stays in the journal and the next run asks again.
  case unknown(String, Intent)
  /// The journal cannot be written, so nothing may be sent any more; the entries are what it lacks.
  case journalFailed(StateError, [JournalEntry])

  /// The same of a write to an object that was there before.
  func overwriting(_ before: Value) -> ChangeResult {
    switch self {
    case .done(let action, let object, let entries, var written):
      written?.before = before
      return .done(action, object: object, entries, written)
    case .failed(let reason, let entries, var written, let field):
      written?.before = before
      return .failed(reason, entries, written, field: field)
    case .unreadable, .unknown, .journalFailed: return self
    }
  }
}
