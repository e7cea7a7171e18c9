import Model
import Reporting

/// Shows on standard error how a run comes along.
enum ProgressDisplay: Sendable {
  case off
  /// A line now and again, which stays.
  case log
  /// One line that is drawn over and over.
  case terminal(columns: Int)

  /// Goes on until it is cancelled, and leaves nothing drawn behind.
  @concurrent
  func follow(_ activity: Activity) async {
    switch self {
    case .off: return
    case .log:
      await repeating(.log) { now in
        guard let step = activity.current else { return }
        Console.note(ProgressLine.text(step, at: now, symbols: .ascii))
      }
    case .terminal(let columns):
      await repeating(.terminal) { now in
        // In the last column a terminal would go to the next line.
        Console.draw(
          activity.current.map { ProgressLine.text($0, at: now, symbols: .ascii, width: columns - 1) })
      }
      Console.draw(nil)
    }
  }

  private func repeating(
    _ pace: ProgressPace, _ show: (ContinuousClock.Instant) -> Void
  ) async {
    var pace = pace
    while !Task.isCancelled {
      let now = ContinuousClock.now
      if pace.isDue(at: now) { show(now) }
      do { try await Task.sleep(for: min(pace.interval, .seconds(1))) } catch { return }
    }
  }
}
