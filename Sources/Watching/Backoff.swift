/// The pauses after failures in a row: each is up to twice as long as the one before.
///
/// The jitter keeps services from asking a server that comes back all at once.
struct Backoff {
  let first: Duration
  let longest: Duration
  private(set) var failures = 0

  init(first: Duration, longest: Duration) {
    self.first = first
    self.longest = longest
  }

  mutating func reset() { failures = 0 }

  /// The pause after one more failure: from half of its length to all of it. `limit` shortens it further.
  mutating func next(limit: Duration? = nil, jitter: Double = .random(in: 0.5...1)) -> Duration {
    // Beyond this, the longest pause is reached in any case.
    let doublings = min(failures, 30)
    failures += 1
    return min(first * (1 << doublings), longest, limit ?? longest) * jitter
  }
}
