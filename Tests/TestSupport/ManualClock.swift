import Synchronization

/// A clock that only its test moves.
package final class ManualClock: Clock {
  package struct Instant: InstantProtocol {
    /// Since the clock was made.
    let offset: Duration

    package func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
    package func duration(to other: Instant) -> Duration { other.offset - offset }
    package static func < (one: Instant, other: Instant) -> Bool { one.offset < other.offset }
  }

  private struct Sleeper {
    let end: Instant
    let continuation: CheckedContinuation<Void, any Error>
  }

  private struct State {
    var now = Instant(offset: .zero)
    var count = 0
    var sleepers: [Int: Sleeper] = [:]
  }

  private let state = Mutex(State())

  package init() {}

  package var now: Instant { state.withLock { $0.now } }
  package var minimumResolution: Duration { .zero }
  /// How many tasks sleep by this clock.
  package var sleeperCount: Int { state.withLock { $0.sleepers.count } }

  /// Moves the clock on, and wakes whoever has slept long enough.
  package func advance(by duration: Duration) {
    let awake = state.withLock { state in
      state.now = state.now.advanced(by: duration)
      let awake = state.sleepers.filter { $0.value.end <= state.now }
      for id in awake.keys { state.sleepers[id] = nil }
      return awake.values
    }
    for sleeper in awake { sleeper.continuation.resume() }
  }

  package func sleep(until end: Instant, tolerance: Duration?) async throws {
    let id = state.withLock { state in
      state.count += 1
      return state.count
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let result: Result<Void, any Error>? = state.withLock { state in
          // A task is cancelled before its handler is called, so one of the two notices the other.
          guard !Task.isCancelled else { return .failure(CancellationError()) }
          guard end > state.now else { return .success(()) }
          state.sleepers[id] = Sleeper(end: end, continuation: continuation)
          return nil
        }
        if let result { continuation.resume(with: result) }
      }
    } onCancel: {
      state.withLock { $0.sleepers.removeValue(forKey: id) }?.continuation.resume(
        throwing: CancellationError())
    }
  }
}
