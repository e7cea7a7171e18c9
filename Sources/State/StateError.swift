/// An error in reading or writing the state. The stored state was left as it was.
package enum StateError: Error, Sendable, Hashable {
  case unreadable(path: String, reason: String)
  case newerFormat(path: String, format: Int)
  case corrupt(path: String, reason: String)
  case damagedJournal(path: String, reason: String)
  case otherLineage(journal: String)
  case locked(LockHolder, path: String)
  case unwritable(path: String, reason: String)
  /// The state server did not send a usable answer. Nothing was changed.
  case serverFailed(name: String, reason: String)
  /// The state server refused the request. Nothing was changed.
  case serverRefused(name: String, reason: String)
  /// The state server sent something that is not a state.
  case noState(name: String, reason: String)
  /// Another run holds the lock on the server's state.
  case lockedOnServer(name: String, holder: String)
  /// The lock that this run held is another run's by now, or was removed.
  case lockLost(name: String)
  /// The state on the server is not the one that this run started from.
  case conflict(name: String, reason: String)
  /// The server did not accept the new state.
  case notSaved(name: String, reason: String)
}

extension StateError {
  /// True if another run holds the lock.
  package var isLocked: Bool {
    switch self {
    case .locked, .lockedOnServer: true
    default: false
    }
  }
}

extension StateError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "the state \(path) cannot be read: \(reason); check the path and its permissions"
    case .newerFormat(let path, let format):
      "\(path) has format \(format), which a newer flowform wrote, and is left as it is; use that version"
    case .corrupt(let path, let reason):
      "the state \(path) is damaged (\(reason)) and is left as it is; restore it from \(path).backup or from git"
    case .damagedJournal(let path, let reason):
      "the journal \(path) is damaged (\(reason)) and is left as it is; move it away: the next apply finds the objects of the interrupted one on the server"
    case .otherLineage(let journal):
      "the journal \(journal) belongs to another state; put its state back, or move the journal away"
    case .locked(let holder, _):
      "the state is locked by \(holder); wait for it to end, or, if you are sure that it no longer runs, run `flowform state unlock`"
    case .serverFailed(let name, let reason):
      "the state \(name) cannot be reached: \(Self.advised(reason, "check its address, and that its server runs"))"
    case .serverRefused(let name, let reason):
      "the state \(name) cannot be used: \(Self.advised(reason, "check its address and its credentials"))"
    case .noState(let name, let reason):
      "the answer of \(name) is not a flowform state (\(reason)), and is left as it is; check the address, or restore an earlier version there"
    case .lockedOnServer(let name, let holder):
      "the state \(name) is locked by \(holder); wait for it to end, or, if you are sure that it no longer runs, run `flowform state unlock`"
    case .lockLost(let name):
      "the lock on the state \(name) was removed, or another run has it; that run goes on, and this one stops"
    case .conflict(let name, let reason):
      "the state \(name) was changed by another run in the meantime (\(reason)) and is left as it is; run again"
    case .notSaved(let name, let reason):
      "the state \(name) could not be saved: \(Self.advised(reason, "check its server, and run again"))"
    case .unwritable(let path, let reason):
      "\(path) cannot be written: \(reason); check the folder, its permissions and the room on the disk"
    }
  }

  /// Adds the advice to a reason, unless the reason already has advice.
  private static func advised(_ reason: String, _ advice: String) -> String {
    reason.contains("; ") ? reason : "\(reason); \(advice)"
  }
}
