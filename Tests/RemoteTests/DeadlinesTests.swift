import Synchronization
import TestSupport
import Testing

@testable import Remote

/// What takes longer than its limit is ended, by one timer for all of it.
struct DeadlinesTests {
  private typealias Exceeded = Deadlines<ContinuousClock>.Exceeded

  private static func watched<Time: Clock, Result>(
    after limit: Duration, by clock: Time, _ body: (Deadlines<Time>) async throws -> Result
  ) async rethrows -> Result where Time.Duration == Duration {
    let deadlines = Deadlines(after: limit, by: clock)
    async let _ = deadlines.watch()
    return try await body(deadlines)
  }

  @Test func leavesWhatIsInTimeAlone() async throws {
    let results = try await Self.watched(after: .seconds(60), by: .continuous) { deadlines in
      try await withThrowingTaskGroup(of: Int.self) { group in
        for number in 0..<200 { group.addTask { try await deadlines.run { number } } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
    }
    #expect(results.sorted() == Array(0..<200))
  }

  /// Two that start half a limit apart end half a limit apart.
  @Test(.timeLimit(.minutes(2))) func givesEachItsWholeLimit() async {
    let clock = ManualClock()
    await Self.watched(after: .seconds(60), by: clock) { deadlines in
      func run() -> Task<Void, any Error> {
        Task { try await deadlines.run { try await Task.sleep(for: .seconds(3600)) } }
      }
      /// Waits until so many run, and the timer is set.
      func watches(_ count: Int) async {
        while clock.sleeperCount == 0 || deadlines.runningCount != count { await Task.yield() }
      }
      await watches(0)
      let first = run()
      await watches(1)
      clock.advance(by: .seconds(30))
      let second = run()
      await watches(2)
      for (body, left) in [(first, 1), (second, 0)] {
        clock.advance(by: .seconds(29))
        #expect(deadlines.runningCount == left + 1)
        clock.advance(by: .seconds(1))
        await #expect(throws: Deadlines<ManualClock>.Exceeded.self) { try await body.value }
        await watches(left)
      }
    }
  }

  /// The one test in real time.
  @Test func cancelsWhatItEnds() async {
    let wasCancelled = Mutex(false)
    await Self.watched(after: .milliseconds(50), by: .continuous) { deadlines in
      _ = await #expect(throws: Exceeded.self) {
        try await deadlines.run {
          do { try await Task.sleep(for: .seconds(60)) } catch {
            wasCancelled.withLock { $0 = true }
            throw error
          }
        }
      }
    }
    #expect(wasCancelled.withLock { $0 })
  }

  /// The failure is the body's own, and nothing of it is waited for.
  @Test func passesAFailureOn() async {
    struct Failure: Error {}
    await Self.watched(after: .seconds(60), by: .continuous) { deadlines in
      _ = await #expect(throws: Failure.self) { try await deadlines.run { throw Failure() } }
    }
  }

  @Test func isCancelledWithItsTask() async {
    await Self.watched(after: .seconds(60), by: .continuous) { deadlines in
      for _ in 0..<200 {
        let task = Task { try await deadlines.run { try await Task.sleep(for: .seconds(60)) } }
        task.cancel()
        await #expect(throws: (any Error).self) { try await task.value }
      }
    }
  }
}
