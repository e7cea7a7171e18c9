package import Model

/// The counts and failures of an apply.
package struct ApplyOutcome: Sendable, Hashable {
  package var counts: [Action: Int] = [:]
  package var failed = 0
  package var abandoned = 0
  /// How many requests were sent again.
  package var retries = 0
  package var isInterrupted = false
  /// True if the run rolled back after a failure.
  package var isRolledBack = false
  /// How many of the writes counted above were undone.
  package var undone = 0
  package var notUndone = 0

  /// What the tests of the touched flows said; nil if no test ran.
  package var tests: TestVerdict?

  /// The verdict of the tests after an apply.
  package enum TestVerdict: String, Sendable, Hashable {
    case passed
    case failed
  }

  package init() {}

  package subscript(action: Action) -> Int { counts[action, default: 0] }

  /// True if everything was done, and no test failed.
  package var isComplete: Bool { failed == 0 && abandoned == 0 && !isInterrupted && tests != .failed }
}
