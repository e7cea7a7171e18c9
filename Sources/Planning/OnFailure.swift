/// What happens to the rest of a run after a change has failed.
package enum OnFailure: String, Sendable, Hashable, CaseIterable {
  /// No change starts any more. Running changes finish.
  case stop
  /// Changes that do not depend on the failed one go on.
  case `continue`
  /// Like `stop`, then the run's changes are undone in reverse order.
  case rollback
}
