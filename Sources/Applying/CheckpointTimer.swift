import State
import Synchronization

/// Saves the latest snapshot of a run, some time after the first unsaved change. Runs until it is cancelled.
final class CheckpointTimer: Sendable {
  private let checkpoints: Checkpoints
  private let latest: LatestSnapshot
  private let hasNews = Mutex(false)
  private let news = AsyncStream.makeStream(of: Void.self)

  init(_ checkpoints: Checkpoints, _ latest: LatestSnapshot) {
    self.checkpoints = checkpoints
    self.latest = latest
  }

  /// Tells the timer that there is a change to save.
  func note() {
    let isFirst = hasNews.withLock { hasNews in
      defer { hasNews = true }
      return !hasNews
    }
    if isFirst { news.continuation.yield() }
  }

  func run() async {
    for await _ in news.stream {
      guard await checkpoints.wait(), !Task.isCancelled else { return }
      hasNews.withLock { $0 = false }
      // The save runs in a separate task, so that the end of the run does not cancel it.
      await Task { await checkpoints.save(latest.value) }.value
    }
  }
}
