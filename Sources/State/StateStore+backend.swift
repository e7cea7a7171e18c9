import Synchronization

extension StateStore: StateBackend {
  package var name: String { path }

  package var journalFolder: String? { nil }

  package func hold(command: String) async throws(StateError) -> any HeldState {
    HeldFile(store: self, lock: try lock(command: command))
  }

  package func lockReport() async throws(StateError) -> LockReport {
    func named(_ holder: LockHolder?) -> String {
      holder.map { "\($0)" } ?? "a process that the lock does not name"
    }
    return switch try lockStatus() {
    case .free: .free
    case .held(let holder): .held(by: named(holder))
    case .left(let holder): .left(by: named(holder), id: nil, lease: holder?.lease)
    }
  }

  package func breakLock(_ report: LockReport) async throws(StateError) { try breakLock() }
}

/// A state file, with its lock held.
final class HeldFile: HeldState {
  private let store: StateStore
  private let lock: Mutex<StateLock?>
  let notes: [String]

  init(store: StateStore, lock: consuming StateLock) {
    self.store = store
    notes = lock.takenOverFrom.map { ["note: took over the lock that \($0) left behind"] } ?? []
    self.lock = Mutex(lock)
  }

  /// A file is written once, at the end: its journal is on the same machine.

  func checkpoint(_ snapshot: StateSnapshot) async -> String? { nil }

  func recover() async throws(StateError) -> StateStore.Loaded { try store.recover() }

  func beginJournal(_ state: StateSnapshot) throws(StateError) -> Journal { try store.beginJournal(state) }

  func commit(_ snapshot: StateSnapshot, after before: StateSnapshot) async throws(StateError) {
    try store.commit(snapshot, after: before)
  }

  func adopt(_ snapshot: StateSnapshot) async throws(StateError) { try store.adopt(snapshot) }

  var lease: String? { lock.withLock { $0?.lease } }

  func renew() async throws(StateError) {
    let failure = lock.withLock { lock -> StateError? in
      do throws(StateError) { try lock?.renew() } catch { return error }
      return nil
    }
    if let failure { throw failure }
  }

  func release() async -> String? {
    lock.withLock { $0 = nil }
    return nil
  }

  func releaseBeforeExit() { lock.withLock { $0 = nil } }
}
