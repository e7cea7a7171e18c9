package import Model

/// A step of an apply, reported as it happens.
package enum ApplyEvent: Sendable {
  case started(ResourceAddress, Action)
  /// The object is as planned. `action` is the final one: it differs from the plan if the object turned up
  /// during the run.
  case finished(ResourceAddress, Action, primaryKey: Value?)
  /// `at` is the place of the failed field if it is known, otherwise the entry's.
  case failed(ResourceAddress, Action, reason: String, at: SourceLocation?)
  /// Not started, because something it needs failed or the run was stopped.
  case abandoned(ResourceAddress, Action, reason: String, at: SourceLocation?)
  /// A step was rolled back; the action is the one that was undone.
  case undone(ResourceAddress, Action)
  case notUndone(ResourceAddress, Action, reason: String, at: SourceLocation?)
  case note(String)
}
