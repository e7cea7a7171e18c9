import Model
import Remote
import State
import Synchronization

/// A state on a server, locked for this run.
final class HeldRemoteState: HeldState {
  private struct Contents {
    /// The states that the server may have: the last one read or saved, and later ones that were sent but not
    /// acknowledged.
    var possible: [StateSnapshot?] = [nil]
    var journal: Journal?
    /// Nil if the server does not support locks.
    var lock: ServerLock?
    /// The saves that are under way. They name the lock.
    var saves = 0
    /// True while the lock gets another identifier, which a save must wait for.
    var isRenewing = false
    var isReleased = false
  }

  private let state: RemoteState
  private let localLock: Mutex<StateLock?>
  private let contents = Mutex(Contents())
  let notes: [String]

  init(_ state: RemoteState, _ lock: ServerLock?, _ localLock: consuming StateLock, notes: [String]) {
    self.state = state
    contents.withLock { $0.lock = lock }
    self.localLock = Mutex(localLock)
    self.notes = notes
  }

  func recover() async throws(StateError) -> StateStore.Loaded {
    let stored = try await state.stored()
    contents.withLock {
      $0.possible = [stored]
      $0.journal = nil
    }
    var loaded = try state.local.folded(over: stored)
    guard loaded.hasOpenJournal else { return loaded }
    guard !loaded.hasSupersededJournal else {
      loaded.journalLaidAside = try state.local.layJournalAside()
      return loaded
    }
    if stored.map({ !loaded.snapshot.hasSameContent(as: $0) }) ?? true {
      loaded.snapshot = try await save(loaded.snapshot)
    }
    try state.local.removeJournal()
    return loaded
  }

  func beginJournal(_ snapshot: StateSnapshot) throws(StateError) -> Journal {
    let journal = try state.local.beginJournal(snapshot)
    contents.withLock { $0.journal = journal }
    return journal
  }

  func checkpoint(_ snapshot: StateSnapshot) async -> String? {
    do throws(StateError) {
      _ = try await save(snapshot, limit: .zero)
      return nil
    } catch {
      return "note: \(error); the run goes on, and its journal has every change"
    }
  }

  func commit(_ snapshot: StateSnapshot, after before: StateSnapshot) async throws(StateError) {
    let possible = contents.withLock(\.possible)
    let last = possible.count == 1 ? possible[0] ?? before : nil
    if last.map({ !snapshot.hasSameContent(as: $0) }) ?? true { _ = try await save(snapshot) }
    try state.local.removeJournal()
  }

  func adopt(_ snapshot: StateSnapshot) async throws(StateError) { _ = try await save(snapshot) }

  // MARK: - Saving

  /// Saves a state on the server, with a serial above those of all states that the server may have.
  ///
  /// The server's state is read before each attempt. It may be the new state already, and another run's state is never
  /// overwritten.
  private func save(_ snapshot: StateSnapshot, limit: Duration? = nil) async throws(StateError)
    -> StateSnapshot
  {
    let carrier = state.carrier
    let (possible, journal) = contents.withLock { ($0.possible, $0.journal) }
    var next = snapshot
    next.serial = possible.reduce(snapshot.serial) { max($0, ($1?.serial ?? 0) + 1) }
    // Best effort: the entry only matters if the process is killed right here.
    try? await journal?.append(.saving(digest: next.digest))
    let lock = await lockForSave()
    defer { contents.withLock { $0.saves -= 1 } }
    contents.withLock { $0.possible.append(next) }
    var pauses = Pauses(carrier.policy)
    var phase = Phase.write
    while phase != .saved {
      switch await attempt(phase, next, after: possible, lock) {
      case .goOn(let following): phase = following
      case .failed(let error): throw error
      case .pause(let reason, let retryAfter):
        do throws(CarrierFailure) {
          try await carrier.pause(&pauses, retryAfter, limit ?? carrier.policy.limit, or: .passing(reason))
        } catch { throw .notSaved(name: state.name, reason: reason) }
      }
    }
    let saved = next
    contents.withLock { $0.possible = [saved] }
    return saved
  }

  /// The lock to save with, which is not renewed until the save is over.
  private func lockForSave() async -> ServerLock? {
    while true {
      let (isRenewing, lock) = contents.withLock { contents in
        if !contents.isRenewing { contents.saves += 1 }
        return (contents.isRenewing, contents.lock)
      }
      guard isRenewing else { return lock }
      // A renewal is one or two short requests.
      try? await Task.sleep(for: .milliseconds(10))
    }
  }

  /// The progress of a save.
  private enum Phase: Hashable {
    case write
    /// The server refused the state. An earlier attempt may have saved it, so its serial is taken: one more read shows
    /// whether the server has it.
    case verify(refusal: String)
    case saved
  }

  private enum Attempt {
    case goOn(Phase)
    case pause(String, retryAfter: Double?)
    case failed(StateError)
  }

  /// Reads the server's state. In the phase `write`, writes the next state over one of the possible ones.
  private func attempt(
    _ phase: Phase, _ next: StateSnapshot, after possible: [StateSnapshot?], _ lock: ServerLock?
  ) async -> Attempt {
    do throws(CarrierFailure) {
      var current: StateSnapshot?
      let found = try await state.carrier.read()
      if let bytes = found.bytes {
        do throws(StateError) { current = try state.snapshot(bytes) } catch { return .failed(error) }
      }
      if current == next { return .goOn(.saved) }
      guard possible.contains(current) else { return .failed(conflict(current, possible)) }
      if case .verify(let refusal) = phase { throw .refused(refusal) }
      return try await state.carrier.write(next, over: found, lock: lock)
        ? .goOn(.saved) : .goOn(.write)
    } catch {
      switch (error, phase) {
      case (.passing(let reason, let retryAfter), _): return .pause(reason, retryAfter: retryAfter)
      case (.refused, .verify(let refusal)): return .failed(.notSaved(name: state.name, reason: refusal))
      case (.refused(let reason), _): return .goOn(.verify(refusal: reason))
      }
    }
  }

  private func conflict(_ current: StateSnapshot?, _ possible: [StateSnapshot?]) -> StateError {
    func named(_ snapshot: StateSnapshot?) -> String {
      snapshot.map { "serial \($0.serial) of lineage \($0.lineage)" } ?? "none"
    }
    return .conflict(
      name: state.name,
      reason: "this run began with \(named(possible.first ?? nil)), now it is \(named(current))")
  }

  // MARK: - The lock

  var lease: String? { contents.withLock { $0.lock?.lease } }

  func renew() async throws(StateError) {
    // A save names the lock, so the lock must stay as it is until the save is over.
    let current = contents.withLock { contents -> ServerLock? in
      guard contents.saves == 0 else { return nil }
      contents.isRenewing = contents.lock != nil
      return contents.lock
    }
    guard let lock = current else { return }
    defer { contents.withLock { $0.isRenewing = false } }
    let renewed: ServerLock?
    do throws(CarrierFailure) { renewed = try await state.carrier.renew(lock, as: lock.renewed) } catch {
      throw .serverFailed(name: state.name, reason: "the lock could not be renewed: \(error.reason)")
    }
    guard let renewed else { throw .lockLost(name: state.name) }
    contents.withLock { $0.lock = renewed }
  }

  func release() async -> String? {
    let lock = contents.withLock { contents in
      contents.isReleased = true
      return contents.lock
    }
    var warning: String?
    if let lock {
      var wasUnclear = false
      do throws(CarrierFailure) {
        try await state.carrier.repeating(limit: RemoteState.patience) {
          () async throws(CarrierFailure) in
          do throws(CarrierFailure) { try await state.carrier.unlock(lock) } catch {
            // The lock may be gone: an earlier attempt may have released it before its answer was lost.
            if case .refused = error, wasUnclear { return }
            wasUnclear = true
            throw error
          }
        }
      } catch {
        warning =
          "warning: the lock on the state \(state.name) could not be released (\(error.reason)); if the next run is refused, run `flowform state unlock`"
      }
    }
    localLock.withLock { $0 = nil }
    return warning
  }

  func releaseBeforeExit() {
    guard !contents.withLock(\.isReleased) else { return }
    if let lock = contents.withLock(\.lock) { state.carrier.unlockBeforeExit(lock) }
    localLock.withLock { $0 = nil }
  }
}
