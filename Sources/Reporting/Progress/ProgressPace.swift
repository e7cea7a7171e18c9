/// When progress is shown: after an initial delay, then at an interval.
package struct ProgressPace: Sendable {
  /// On a terminal: shown after a second, drawn at most ten times a second.
  package static let terminal = ProgressPace(first: .seconds(1), interval: .milliseconds(100))
  /// In a log: after ten seconds, then every ten seconds, because every line of a log stays.
  package static let log = ProgressPace(first: .seconds(10), interval: .seconds(10))

  package let first: Duration
  package let interval: Duration
  private var start: ContinuousClock.Instant?
  private var last: ContinuousClock.Instant?

  package init(first: Duration, interval: Duration) {
    self.first = first
    self.interval = interval
  }

  /// Whether it is time to show progress; if so, the next time is an interval later.
  package mutating func isDue(at now: ContinuousClock.Instant) -> Bool {
    let start = start ?? now
    self.start = start
    guard start.duration(to: now) >= first, last.map({ $0.duration(to: now) >= interval }) ?? true else {
      return false
    }
    last = now
    return true
  }
}
