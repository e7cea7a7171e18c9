import FoundationEssentials

/// The time of one-time codes, and how to wait for the next one.
package struct TestClock: Sendable {
  /// In seconds since 1970.
  package var now: @Sendable () -> Double
  package var sleep: @Sendable (Duration) async throws -> Void

  package init(
    now: @escaping @Sendable () -> Double = { Date().timeIntervalSince1970 },
    sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  ) {
    self.now = now
    self.sleep = sleep
  }
}
