import Synchronization

/// Cancels work that takes longer than a limit. One timer serves all requests: a timer for each took a twelfth
/// of an apply's CPU.
final class Deadlines<Time: Clock>: Sendable where Time.Duration == Duration {
  struct Exceeded: Error {}

  private struct Waiting {
    let end: Time.Instant
    let continuation: CheckedContinuation<Void, Never>
  }

  private struct State {
    var count = 0
    var waiting: [Int: Waiting] = [:]
  }

  private let limit: Duration
  private let clock: Time
  private let state = Mutex(State())

  init(after limit: Duration, by clock: Time) {
    self.limit = limit
    self.clock = clock
  }

  /// How many bodies may still exceed the limit.
  var runningCount: Int { state.withLock { $0.waiting.count } }

  /// Keeps time until it is cancelled; without it nothing ends.
  func watch() async {
    while !Task.isCancelled {
      let next = state.withLock { $0.waiting.values.map(\.end).min() }
      // Requests that start from now on have the full limit.
      try? await clock.sleep(until: next ?? clock.now.advanced(by: limit), tolerance: nil)
      let now = clock.now
      let over = state.withLock { state in
        let over = state.waiting.filter { $0.value.end <= now }
        for id in over.keys { state.waiting[id] = nil }
        return over.values.map(\.continuation)
      }
      for continuation in over { continuation.resume() }
    }
  }

  /// Runs a body; after the limit it is cancelled and fails with `Exceeded`.
  func run<Result: Sendable>(_ body: @escaping @Sendable () async throws -> Result) async throws -> Result {
    try await withThrowingTaskGroup(of: Result.self) { group in
      group.addTask { try await body() }
      group.addTask { [self] in
        await passing()
        throw Exceeded()
      }
      defer { group.cancelAll() }
      guard let result = try await group.next() else { throw Exceeded() }
      return result
    }
  }

  /// Waits until the limit is over, or the task is cancelled.
  private func passing() async {
    let id = state.withLock { state in
      state.count += 1
      return state.count
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isCancelled = state.withLock { state in
          // A task is cancelled before its handler is called, so one of the two notices the other.
          guard !Task.isCancelled else { return true }
          state.waiting[id] = Waiting(end: clock.now.advanced(by: limit), continuation: continuation)
          return false
        }
        if isCancelled { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.waiting.removeValue(forKey: id) }?.continuation.resume()
    }
  }
}
