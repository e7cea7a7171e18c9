import Crypto
import Model
package import State

/// A state on a server, with its journal on this machine.
package struct RemoteState: StateBackend {
  /// How long a read, lock or unlock is repeated.
  static let patience: Duration = .seconds(10)

  let server: StateServer
  /// Holds the journal, and stops two runs on this machine from writing it at once.
  let local: StateStore

  package let journalFolder: String?

  /// `folder` holds the journals of all state servers.
  package init(_ server: StateServer, folder: String) {
    self.server = server
    journalFolder = folder
    let digest = SHA256.hash(data: Array(server.options.address.url.utf8)).prefix(8)
    local = StateStore(path: "\(folder)/\(digest.hexadecimal)/state.json")
  }

  package var name: String { server.options.address.name }
  package var journalPath: String { local.journalPath }

  package func load() async throws(StateError) -> StateStore.Loaded {
    try local.folded(over: try await stored())
  }

  /// The state on the server, or nil if there is none.
  func stored() async throws(StateError) -> StateSnapshot? {
    let bytes: [UInt8]?
    do throws(StateServer.Failure) {
      bytes = try await server.repeating(limit: Self.patience) { () async throws(StateServer.Failure) in
        try await server.read()
      }
    } catch {
      throw .serverFailed(name: name, reason: error.reason)
    }
    return try bytes.map { bytes throws(StateError) in try snapshot(bytes) }
  }

  func snapshot(_ bytes: [UInt8]) throws(StateError) -> StateSnapshot {
    do throws(StateError) { return try StateSnapshot(bytes, path: name) } catch {
      guard case .corrupt(_, let reason) = error else { throw error }
      throw .noState(name: name, reason: reason)
    }
  }

  package func hold(command: String) async throws(StateError) -> any HeldState {
    let localLock = try local.lock(command: command)
    let lock = ServerLock(command: command, version: server.options.version)
    switch try await locking(lock) {
    case .granted: return HeldRemoteState(self, lock, localLock, notes: [])
    case .held(let other):
      guard other.id == lock.id else { throw .lockedOnServer(name: name, holder: other.holder) }
      // The answer to the first attempt was lost.
      return HeldRemoteState(self, lock, localLock, notes: [])
    case .unsupported(let status):
      guard server.options.lockAddress == nil, server.options.lockMethod == nil else {
        throw .serverFailed(
          name: name,
          reason: "the address that locks answers \(status); check FLOWFORM_STATE_LOCK_METHOD and its address"
        )
      }
      return HeldRemoteState(
        self, nil, localLock,
        notes: [
          "warning: the state server does not lock (it answers \(status)), so two runs at once are only noticed when they save; set FLOWFORM_STATE_LOCK_ADDRESS and FLOWFORM_STATE_LOCK_METHOD if it does so elsewhere"
        ])
    }
  }

  private func locking(_ lock: ServerLock) async throws(StateError) -> StateServer.LockAnswer {
    do throws(StateServer.Failure) {
      return try await server.repeating(limit: Self.patience) { () async throws(StateServer.Failure) in
        try await server.lock(lock)
      }
    } catch {
      // The request may have taken the lock all the same.
      if case .passing = error { try? await server.unlock(lock) }
      throw .serverFailed(name: name, reason: error.reason)
    }
  }

  /// Reports whether the state is locked. The protocol has no request for that, so a lock is taken and released.
  package func lockReport() async throws(StateError) -> LockReport {
    let here = try await local.lockReport()
    if case .held = here { return here }
    let probe = ServerLock(command: "state unlock", version: server.options.version)
    switch try await locking(probe) {
    case .granted: try await unlock(probe)
    case .held(let other) where other.id != probe.id: return .left(by: other.holder, id: other.id ?? "")
    case .held: try await unlock(probe)
    case .unsupported: break
    }
    return here
  }

  package func breakLock(_ report: LockReport) async throws(StateError) {
    switch report {
    case .free: return
    case .held:
      let probe = ServerLock(command: "state unlock", version: server.options.version)
      if case .held(let other) = try await locking(probe) {
        try await unlock(other)
      } else {
        try await unlock(probe)
      }
    case .left(_, nil): break
    case .left(_, let id?): try await unlock(ServerLock(id: id.isEmpty ? nil : id))
    }
    try local.breakLock()
  }

  private func unlock(_ lock: ServerLock) async throws(StateError) {
    do throws(StateServer.Failure) {
      try await server.repeating(limit: Self.patience) { () async throws(StateServer.Failure) in
        try await server.unlock(lock)
      }
    } catch {
      throw .serverFailed(name: name, reason: "its lock could not be removed: \(error.reason)")
    }
  }
}
