/// The pauses between the attempts at one thing, until the policy's limit in time is reached.
package struct Pauses: Sendable {
  private let policy: RetryPolicy
  private let start: ContinuousClock.Instant
  private var count = 0
  /// Counted beside the clock, so that a test whose pauses take no time comes to an end.
  private var paused: Duration = .zero

  package init(_ policy: RetryPolicy) {
    self.policy = policy
    start = policy.now()
  }

  /// How long to wait before the next attempt; nil where it is too late for another one.
  package mutating func next(retryAfter: Double? = nil, limit: Duration? = nil) -> Duration? {
    count += 1
    let delay = policy.delay(beforeAttempt: count, retryAfter: retryAfter)
    let elapsed = max(start.duration(to: policy.now()), paused)
    guard elapsed + delay < limit ?? policy.limit else { return nil }
    paused += delay
    return delay
  }
}
