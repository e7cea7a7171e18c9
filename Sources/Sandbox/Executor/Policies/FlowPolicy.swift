import Model

/// How the policies of one kind are evaluated in a run.
protocol FlowPolicy: Sendable {
  /// The result of a policy for a user; nil for a visitor who is not signed in.
  ///
  /// Throws a `FlowFailure` if the evaluation itself fails: the binding then decides.
  func result(_ policy: StoredObject, _ user: StoredObject?, _ run: FlowRun) throws -> PolicyResult
}
