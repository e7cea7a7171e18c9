import Synchronization

/// A one-time event that tasks can wait for.
package final class Moment: Sendable {
  private struct State {
    var hasCome = false
    var count = 0
    var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
  }

  private let state = Mutex(State())

  package init() {}

  package func come() {
    let waiting = state.withLock { state in
      state.hasCome = true
      defer { state.waiting = [:] }
      return state.waiting.values
    }
    for continuation in waiting { continuation.resume() }
  }

  /// Returns once the event has happened. Throws if the task is cancelled before.
  package func wait() async throws {
    let id = state.withLock { state in
      state.count += 1
      return state.count
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isOver = state.withLock { state in
          // A task is cancelled before its handler is called, so one of the two sees the other.
          guard !state.hasCome, !Task.isCancelled else { return true }
          state.waiting[id] = continuation
          return false
        }
        if isOver { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.waiting.removeValue(forKey: id) }?.resume()
    }
    try Task.checkCancellation()
  }
}
