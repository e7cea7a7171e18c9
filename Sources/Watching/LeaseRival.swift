/// The service that holds the lock which this one wants, seen from outside.
///
/// It counts as killed if it has not renewed its lock for longer than a living one ever takes. Only this machine's clock
/// counts, so that clocks may differ.
struct LeaseRival {
  let patience: Duration
  private var seen: (lease: String, since: ContinuousClock.Instant)?

  init(patience: Duration) { self.patience = patience }

  /// `lease` is nil for the lock of another command, which is never taken over.
  mutating func isGone(_ lease: String?, at now: ContinuousClock.Instant) -> Bool {
    guard let lease else {
      seen = nil
      return false
    }
    guard let seen, seen.lease == lease else {
      self.seen = (lease, now)
      return false
    }
    return now - seen.since >= patience
  }
}
