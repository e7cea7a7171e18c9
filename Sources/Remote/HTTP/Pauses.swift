/// The pauses between attempts, until the policy's time limit.
package struct Pauses: Sendable {
  private let policy: RetryPolicy
  private let start: ContinuousClock.Instant
  private var count = 0
  /// Counted in addition to the clock, so that a test with instant pauses ends.
  private var paused: Duration = .zero

  package init(_ policy: RetryPolicy) {
    self.policy = policy
    start = policy.now()
  }

  /// How long to wait before the next attempt; nil if the time is up.
  package mutating func next(retryAfter: Double? = nil, limit: Duration? = nil) -> Duration? {
    count += 1
    let delay = policy.delay(beforeAttempt: count, retryAfter: retryAfter)
    let elapsed = max(start.duration(to: policy.now()), paused)
    guard elapsed + delay < limit ?? policy.limit else { return nil }
    paused += delay
    return delay
  }
}
