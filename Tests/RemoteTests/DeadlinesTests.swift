import Synchronization
import Testing

@testable import Remote

/// What takes longer than its limit is ended, by one timer for all of it.
struct DeadlinesTests {
  private static func watched<Result>(
    after limit: Duration, _ body: (Deadlines) async throws -> Result
  ) async rethrows -> Result {
    let deadlines = Deadlines(after: limit)
    async let _ = deadlines.watch()
    return try await body(deadlines)
  }

  @Test func leavesWhatIsInTimeAlone() async throws {
    let results = try await Self.watched(after: .seconds(60)) { deadlines in
      try await withThrowingTaskGroup(of: Int.self) { group in
        for number in 0..<200 { group.addTask { try await deadlines.run { number } } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
    }
    #expect(results.sorted() == Array(0..<200))
  }

  @Test func givesEachItsWholeLimit() async {
    let durations = await Self.watched(after: .milliseconds(60)) { deadlines in
      await withTaskGroup(of: Duration.self) { group in
        for number in 0..<4 {
          group.addTask {
            try? await Task.sleep(for: .milliseconds(30 * number))
            return await ContinuousClock().measure {
              _ = await #expect(throws: Deadlines.Exceeded.self) {
                try await deadlines.run { try await Task.sleep(for: .seconds(60)) }
              }
            }
          }
        }
        return await group.reduce(into: []) { $0.append($1) }
      }
    }
    // On a busy machine it may take longer, and never less.
    #expect(durations.count == 4 && durations.allSatisfy { $0 >= .milliseconds(60) }, "\(durations)")
  }

  @Test func cancelsWhatItEnds() async {
    let wasCancelled = Mutex(false)
    await Self.watched(after: .milliseconds(50)) { deadlines in
      _ = await #expect(throws: Deadlines.Exceeded.self) {
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
    await Self.watched(after: .seconds(60)) { deadlines in
      _ = await #expect(throws: Failure.self) { try await deadlines.run { throw Failure() } }
    }
  }

  @Test func isCancelledWithItsTask() async {
    await Self.watched(after: .seconds(60)) { deadlines in
      for _ in 0..<200 {
        let task = Task { try await deadlines.run { try await Task.sleep(for: .seconds(60)) } }
        task.cancel()
        await #expect(throws: (any Error).self) { try await task.value }
      }
    }
  }
}
