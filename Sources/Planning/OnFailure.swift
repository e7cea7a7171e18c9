/// What becomes of the rest of a run once a change has failed.
package enum OnFailure: String, Sendable, Hashable, CaseIterable {
  /// Nothing more starts; what is in flight finishes.
  case stop
  /// What does not depend on the failure goes on.
  case `continue`
  /// As `stop`, and what the run has done is undone in reverse order.
  case rollback
}
