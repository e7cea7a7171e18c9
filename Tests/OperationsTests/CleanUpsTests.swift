import Operations
import Synchronization
import Testing

/// What is to be done if a process ends at once.
struct CleanUpsTests {
  /// What is registered is done on an end at once, and only until its body is through, however it ends.
  @Test func aCleanUpLastsAsLongAsItsBody() async throws {
    struct Failure: Error {}
    let cleanUps = CleanUps()
    let done = Mutex<[String]>([])
    @Sendable func note(_ name: String) -> @Sendable () -> Void {
      { done.withLock { $0.append(name) } }
    }
    try await cleanUps.during(note("outer")) {
      try await cleanUps.during(note("inner")) {}
      await #expect(throws: Failure.self) {
        try await cleanUps.during(note("failed")) { throw Failure() }
      }
      try await cleanUps.during(note("second")) { cleanUps.run() }
    }
    cleanUps.run()
    #expect(done.withLock { $0 } == ["second", "outer"])
  }
}
