import Model
import Reporting
import Testing

@Suite struct ProgressTests {
  private static func step(
    _ done: Int, of total: Int, running: [String] = []
  ) -> (Activity.Step, ContinuousClock.Instant) {
    let start = ContinuousClock.now
    var step = Activity.Step("applying", of: .objects, total: total, start: start)
    step.done = done
    step.running = running
    return (step, start)
  }

  @Test(arguments: [
    (0, 60, 2.0, [], "applying: 0 of 60 objects"),
    (16, 60, 2.0, ["a"], "applying: 16 of 60 objects, 8.0/s, 6 s left: a"),
    (5, 5, 2.0, [], "applying: 5 of 5 objects, 2.5/s"),
    (1, 200, 1.0, ["a", "b\n"], "applying: 1 of 200 objects, 1.0/s, 3 min 19 s left: b\\n and 1 more"),
    (1000, 9000, 4.0, [], "applying: 1000 of 9000 objects, 250/s, 32 s left"),
    (1, 3601, 3.0, [], "applying: 1 of 3601 objects, 0.3/s, 3 h 0 min left"),
  ])
  func saysHowFarAndHowLong(done: Int, total: Int, seconds: Double, running: [String], text: String) {
    let (step, start) = Self.step(done, of: total, running: running)
    #expect(ProgressLine.text(step, at: start + .seconds(seconds), symbols: .ascii) == text)
  }

  @Test(arguments: [10, 30, 79]) func fitsTheTerminal(width: Int) {
    let (step, start) = Self.step(3, of: 7, running: [String(repeating: "x", count: 200)])
    for symbols in [Symbols.ascii, .unicode] {
      let text = ProgressLine.text(step, at: start + .seconds(1), symbols: symbols, width: width)
      #expect(text.count == width)
    }
  }

  @Test(arguments: [30, 31, 79]) func wideCharactersFitTheTerminal(width: Int) {
    let (step, start) = Self.step(3, of: 7, running: [String(repeating: "語", count: 200)])
    let text = ProgressLine.text(step, at: start + .seconds(1), symbols: .ascii, width: width)
    let columns = text.count + text.count { $0 == "語" }
    #expect((width - 1...width).contains(columns), "\(text)")
    #expect(text.hasSuffix("..."))
  }

  /// The clock asks a thousand times a second, for a minute.
  @Test(arguments: [
    (ProgressPace.terminal, 1000, 591), (ProgressPace.log, 10_000, 6),
  ])
  func isShownNowAndAgain(pace: ProgressPace, first: Int, count: Int) {
    var pace = pace
    let start = ContinuousClock.now
    let due = (0...60_000).filter { pace.isDue(at: start + .milliseconds($0)) }
    #expect(due.first == first)
    #expect(due.count == count)
  }

  @Test func countsWhatWasStarted() {
    let activity = Activity()
    activity.started("nobody asked")
    #expect(activity.current == nil)
    activity.begin("applying", of: .objects, total: 3)
    for name in ["a", "b"] { activity.started(name) }
    for name in ["a", "never started"] { activity.ended(name) }
    // Requests do not count as objects.
    activity.requestStarted()
    activity.requestEnded()
    #expect(activity.current?.done == 1)
    #expect(activity.current?.total == 3)
    #expect(activity.current?.running == ["b"])
    activity.end()
    #expect(activity.current == nil)
  }

  @Test func knowsOfRequestsAsTheyCome() {
    let activity = Activity()
    activity.begin("reading", of: .requests)
    activity.requestStarted()
    activity.announce(5)
    #expect(activity.current?.total == 6)
    for _ in 0..<3 { activity.requestStarted() }
    activity.requestEnded()
    #expect(activity.current?.total == 6)
    // Two announced requests are withdrawn, and one unannounced request comes.
    activity.withdraw(10)
    activity.requestStarted()
    #expect(activity.current?.total == 5)
    #expect(activity.current?.done == 1)
  }
}
