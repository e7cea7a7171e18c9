package import Model
package import Planning

/// How an apply ended.
package enum ApplyResult: Sendable {
  /// The blueprints have mistakes, so there is no plan.
  case invalid([Diagnostic])
  /// The plan has errors among its diagnostics; nothing was written.
  case refused
  /// The user declined.
  case declined
  case done(Done)

  package struct Done: Sendable {
    package let outcome: ApplyOutcome
    /// True if entries with mistakes were left out.
    let hasErrors: Bool
    /// Why the state could not be written, and where the changes are recorded; nil if it was written.
    package var stateFailure: String?

    /// True if everything in the blueprints was applied.
    package var isComplete: Bool { outcome.isComplete && !hasErrors }
  }
}
