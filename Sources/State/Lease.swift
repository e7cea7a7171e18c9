/// The lock of a service, which holds it for as long as it works.
///
/// The service renews its lock, so that its replica sees that it is alive. A lock that is not renewed any more is the
/// lock of a service that was killed.
package enum Lease {
  /// The command of such a lock.
  package static let command = "watch"
}

/// A held state that stays locked when a command releases it: the service releases it in the end.
package struct LeasedState: StateBackend {
  private let state: any StateBackend
  private let held: any HeldState

  package init(_ state: any StateBackend, heldAs held: any HeldState) {
    self.state = state
    self.held = held
  }

  package var name: String { state.name }
  package var journalPath: String { state.journalPath }
  package var journalFolder: String? { state.journalFolder }

  package func load() async throws(StateError) -> StateStore.Loaded { try await state.load() }
  package func hold(command: String) async throws(StateError) -> any HeldState { Held(held: held) }
  package func lockReport() async throws(StateError) -> LockReport { try await state.lockReport() }
  package func breakLock(_ report: LockReport) async throws(StateError) { try await state.breakLock(report) }

  private struct Held: HeldState {
    let held: any HeldState

    var notes: [String] { [] }
    func recover() async throws(StateError) -> StateStore.Loaded { try await held.recover() }
    func beginJournal(_ state: StateSnapshot) throws(StateError) -> Journal { try held.beginJournal(state) }
    func checkpoint(_ snapshot: StateSnapshot) async -> String? { await held.checkpoint(snapshot) }
    func commit(_ snapshot: StateSnapshot, after before: StateSnapshot) async throws(StateError) {
      try await held.commit(snapshot, after: before)
    }
    func adopt(_ snapshot: StateSnapshot) async throws(StateError) { try await held.adopt(snapshot) }
    var lease: String? { held.lease }
    func renew() async throws(StateError) { try await held.renew() }
    func release() async -> String? { nil }
    func releaseBeforeExit() {}
  }
}
