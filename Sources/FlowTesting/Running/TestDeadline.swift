import Synchronization

/// Until when a test must have ended. Pauses of the test itself move it.
final class TestDeadline: Sendable {
  private let end: Mutex<ContinuousClock.Instant>

  init(after limit: Duration) {
    end = Mutex(.now + limit)
  }

  func extend(by pause: Duration) {
    end.withLock { $0 += pause }
  }

  /// Runs a body, and cancels it when the time is over. Waits for its end either way.
  func run<Result: Sendable>(
    _ body: @escaping @Sendable () async -> Result
  ) async -> (result: Result?, isOver: Bool) {
    await withTaskGroup(of: Result?.self) { group in
      group.addTask { await body() }
      group.addTask { [self] in
        await passing()
        return nil
      }
      var outcome: (result: Result?, isOver: Bool) = (nil, false)
      for await result in group {
        if let result { outcome.result = result } else if outcome.result == nil { outcome.isOver = true }
        group.cancelAll()
      }
      return outcome
    }
  }

  /// Waits until the time is over, or the task is cancelled.
  private func passing() async {
    while !Task.isCancelled {
      let end = end.withLock { $0 }
      guard ContinuousClock.now < end else { return }
      try? await Task.sleep(until: end, clock: .continuous)
    }
  }
}
