import Testing

@testable import Watching

struct BackoffTests {
  @Test func eachPauseIsTwiceAsLongUpToTheLongest() {
    var backoff = Backoff(first: .seconds(5), longest: .seconds(900))
    let pauses = (0..<10).map { _ in backoff.next(jitter: 1) }
    #expect(pauses == [5, 10, 20, 40, 80, 160, 320, 640, 900, 900].map { .seconds($0) })
    backoff.reset()
    #expect(backoff.next(jitter: 1) == .seconds(5))
  }

  @Test func thousandsOfFailuresStayAtTheLongest() {
    var backoff = Backoff(first: .seconds(5), longest: .seconds(900))
    for _ in 0..<5000 { _ = backoff.next() }
    #expect(backoff.next(jitter: 1) == .seconds(900))
  }

  @Test func theJitterTakesAtMostHalfAway() {
    let pauses = (0..<200).map { _ in
      var backoff = Backoff(first: .seconds(10), longest: .seconds(900))
      return backoff.next()
    }
    #expect(pauses.allSatisfy { (.seconds(5)...(.seconds(10))).contains($0) })
    #expect(Set(pauses).count > 100)
  }

  @Test func aLimitShortensThePause() {
    var backoff = Backoff(first: .seconds(100), longest: .seconds(900))
    #expect(backoff.next(limit: .seconds(60), jitter: 1) == .seconds(60))
  }
}
