import State
import Synchronization

/// A state whose lock cannot be released once, as if its server did not answer.
final class StuckState: StateBackend {
  private let store: StateStore
  /// The lock that could not be released.
  private let stuck = Mutex<(any HeldState)?>(nil)
  private let failures = Mutex(1)

  init(_ store: StateStore) { self.store = store }

  var name: String { store.name }
  var journalPath: String { store.journalPath }
  var journalFolder: String? { nil }

  func load() async throws(StateError) -> StateStore.Loaded { try store.load() }

  func hold(command: String) async throws(StateError) -> any HeldState {
    Held(state: self, held: try await store.hold(command: command))
  }

  func lockReport() async throws(StateError) -> LockReport {
    guard stuck.withLock({ $0 != nil }) else { return try await store.lockReport() }
    return .left(by: "this service", id: "1", lease: Held.lease)
  }

  func breakLock(_ report: LockReport) async throws(StateError) {
    let held = stuck.withLock { held in
      defer { held = nil }
      return held
    }
    _ = await held?.release()
  }

  private struct Held: HeldState {
    static let lease = "watch-1"

    let state: StuckState
    let held: any HeldState

    var notes: [String] { [] }
    var lease: String? { Self.lease }
    func recover() async throws(StateError) -> StateStore.Loaded { try await held.recover() }
    func beginJournal(_ snapshot: StateSnapshot) throws(StateError) -> Journal {
      try held.beginJournal(snapshot)
    }
    func checkpoint(_ snapshot: StateSnapshot) async -> String? { nil }
    func commit(_ snapshot: StateSnapshot, after before: StateSnapshot) async throws(StateError) {
      try await held.commit(snapshot, after: before)
    }
    func adopt(_ snapshot: StateSnapshot) async throws(StateError) { try await held.adopt(snapshot) }
    func renew() async throws(StateError) { try await held.renew() }
    func releaseBeforeExit() { held.releaseBeforeExit() }

    func release() async -> String? {
      let isStuck = state.failures.withLock { failures in
        failures -= 1
        return failures >= 0
      }
      guard isStuck else { return await held.release() }
      state.stuck.withLock { $0 = held }
      return "warning: the lock could not be released"
    }
  }
}
