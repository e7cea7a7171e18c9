import Crypto
import Model
package import State

/// A state on a server, with its journal on this machine.
package struct RemoteState: StateBackend {
  /// How long a read, lock or unlock is repeated.
  static let patience: Duration = .seconds(10)

  let carrier: any StateCarrier
  /// Holds the journal, and stops two runs on this machine from writing it at once.
  let local: StateStore

  package let journalFolder: String?

  /// `folder` holds the journals of all states on servers.
  package init(_ carrier: any StateCarrier, folder: String) {
    self.carrier = carrier
    journalFolder = folder
    let digest = SHA256.hash(data: Array(carrier.address.utf8)).prefix(8)
    local = StateStore(path: "\(folder)/\(digest.hexadecimal)/state.json")
  }

  package var name: String { carrier.name }
  package var journalPath: String { local.journalPath }

  package func load() async throws(StateError) -> StateStore.Loaded {
    try local.folded(over: try await stored())
  }

  /// The state on the server, or nil if there is none.
  func stored() async throws(StateError) -> StateSnapshot? {
    let found = try await asking { () async throws(CarrierFailure) in try await carrier.read() }
    return try found.bytes.map { bytes throws(StateError) in try snapshot(bytes) }
  }

  func snapshot(_ bytes: [UInt8]) throws(StateError) -> StateSnapshot {
    do throws(StateError) { return try StateSnapshot(bytes, path: name) } catch {
      guard case .corrupt(_, let reason) = error else { throw error }
      throw .noState(name: name, reason: reason)
    }
  }

  package func hold(command: String) async throws(StateError) -> any HeldState {
    let localLock = try local.lock(command: command)
    let lock = ServerLock(command: command, version: carrier.version)
    switch try await locking(lock) {
    case .granted(let granted): return HeldRemoteState(self, granted, localLock, notes: [])
    case .held(let other):
      guard other.id == lock.id else { throw .lockedOnServer(name: name, holder: other.holder) }
      // The answer to the first attempt was lost.
      var mine = lock
      mine.key = other.key
      return HeldRemoteState(self, mine, localLock, notes: [])
    case .unsupported(let status):
      return HeldRemoteState(
        self, nil, localLock,
        notes: [
          "warning: the state server does not lock (it answers \(status)), so flowform notices another run only when it saves the state; if the server locks at another address, set FLOWFORM_STATE_LOCK_ADDRESS and FLOWFORM_STATE_LOCK_METHOD"
        ])
    }
  }

  private func locking(_ lock: ServerLock) async throws(StateError) -> LockAnswer {
    do throws(CarrierFailure) {
      return try await carrier.repeating(limit: Self.patience) { () async throws(CarrierFailure) in
        try await carrier.lock(lock)
      }
    } catch {
      // The server may have given the lock although the request failed.
      if case .passing = error { try? await carrier.unlock(lock) }
      throw failure(error)
    }
  }

  /// Reports whether the state is locked.
  package func lockReport() async throws(StateError) -> LockReport {
    let here = try await local.lockReport()
    if case .held = here { return here }
    guard let other = try await holder() else { return here }
    return .left(by: other.holder, id: other.id ?? "", lease: other.lease)
  }

  private func holder() async throws(StateError) -> ServerLock? {
    let probe = ServerLock(command: "state unlock", version: carrier.version)
    return try await asking { () async throws(CarrierFailure) in try await carrier.holder(probe: probe) }
  }

  package func breakLock(_ report: LockReport) async throws(StateError) {
    switch report {
    case .free: return
    case .held: if let other = try await holder() { try await unlock(other) }
    case .left(_, nil, _): break
    case .left(_, let id?, _): try await unlock(ServerLock(id: id.isEmpty ? nil : id))
    }
    try local.breakLock()
  }

  private func unlock(_ lock: ServerLock) async throws(StateError) {
    do throws(CarrierFailure) {
      try await carrier.repeating(limit: Self.patience) { () async throws(CarrierFailure) in
        try await carrier.unlock(lock)
      }
    } catch {
      throw .serverFailed(name: name, reason: "its lock could not be removed: \(error.reason)")
    }
  }

  private func asking<Answer>(
    _ body: () async throws(CarrierFailure) -> Answer
  ) async throws(StateError) -> Answer {
    do throws(CarrierFailure) { return try await carrier.repeating(limit: Self.patience, body) } catch {
      throw failure(error)
    }
  }

  private func failure(_ error: CarrierFailure) -> StateError {
    switch error {
    case .passing(let reason, _): .serverFailed(name: name, reason: reason)
    case .refused(let reason): .serverRefused(name: name, reason: reason)
    }
  }
}
