package import Model
package import Planning

/// How an apply ended.
package enum ApplyResult: Sendable {
  /// The blueprints have mistakes, so there is no plan.
  case invalid([Diagnostic])
  /// The plan has errors among its diagnostics; nothing was written.
  case refused
  /// The audience said no.
  case declined
  case done(Done)

  package struct Done: Sendable {
    package let outcome: ApplyOutcome
    /// True if entries with mistakes were left out.
    let hasErrors: Bool
    /// Why the state could not be written, and where what was done is kept; nil if it was.
    package var stateFailure: String?

    /// True if everything that the blueprints want was done.
    package var isComplete: Bool { outcome.isComplete && !hasErrors }
  }
}
