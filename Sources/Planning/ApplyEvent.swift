package import Model

/// Something that happened while a plan was applied, as it happens.
package enum ApplyEvent: Sendable {
  case started(ResourceAddress, Action)
  /// The object is as the plan wanted it; `action` is what was done in the end, which for an object that
  /// turned up meanwhile may differ from the plan.
  case finished(ResourceAddress, Action, primaryKey: Value?)
  /// The place is that of the field which it is about, else the entry's.
  case failed(ResourceAddress, Action, reason: String, at: SourceLocation?)
  /// Not started, since something that it needs failed or the run was stopped.
  case abandoned(ResourceAddress, Action, reason: String, at: SourceLocation?)
  /// A step of the run was undone; the action is what had been done.
  case undone(ResourceAddress, Action)
  case notUndone(ResourceAddress, Action, reason: String, at: SourceLocation?)
  case note(String)
}
