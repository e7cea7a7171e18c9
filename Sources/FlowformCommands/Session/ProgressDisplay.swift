import Model
import Reporting

/// Shows the progress of a run on standard error.
enum ProgressDisplay: Sendable {
  case off
  /// Occasional lines, which stay.
  case log
  /// One line that is redrawn.
  case terminal(columns: Int)

  /// Runs until it is cancelled, then erases the line.
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
        // A terminal would wrap after its last column.
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
