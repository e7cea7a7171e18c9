/// How reads are repeated: exponential backoff with full jitter, and a time limit.
package struct RetryPolicy: Sendable {
  package var firstDelay: Duration = .milliseconds(100)
  package var longestDelay: Duration = .seconds(5)
  /// Counted from the first attempt.
  package var limit: Duration = .seconds(30)
  /// The same for a server that has not answered yet: a wrong address must show quickly.
  package var firstContactLimit: Duration = .seconds(2)
  /// The maximum number of attempts at a write, and at a read, that the server fails on with an internal
  /// error.
  package var failedWrites = 4
  package var failedReads = 8
  package var now: @Sendable () -> ContinuousClock.Instant = { .now }
  package var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  /// Between 0 and 1.
  package var random: @Sendable () -> Double = { Double.random(in: 0...1) }

  package init() {}

  /// How long to wait before attempt number `attempt` (the first repeat is 1).
  package func delay(beforeAttempt attempt: Int, retryAfter: Double? = nil) -> Duration {
    if let retryAfter { return .seconds(min(max(retryAfter, 0), 60)) }
    let doubled = firstDelay * (1 << min(attempt - 1, 16))
    return min(doubled, longestDelay) * random()
  }
}
