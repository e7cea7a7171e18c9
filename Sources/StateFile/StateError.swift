/// Why the state cannot be read or written; what was there is left as it was.
package enum StateError: Error, Sendable, Hashable {
  case unreadable(path: String, reason: String)
  case newerFormat(path: String, format: Int)
  case corrupt(path: String, reason: String)
  case damagedJournal(path: String, reason: String)
  case otherLineage(journal: String)
  case locked(LockHolder, path: String)
  case unwritable(path: String, reason: String)
}

extension StateError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unreadable(let path, let reason): "the state \(path) cannot be read: \(reason)"
    case .newerFormat(let path, let format):
      "\(path) has format \(format), which a newer flowform wrote, and is left as it is; use that version"
    case .corrupt(let path, let reason):
      "the state \(path) is damaged (\(reason)) and is left as it is; restore it from \(path).backup or from git"
    case .damagedJournal(let path, let reason):
      "the journal \(path) is damaged (\(reason)) and is left as it is; move it away, and the next apply finds on the server what the interrupted one made"
    case .otherLineage(let journal):
      "the journal \(journal) belongs to another state; put its state back, or move the journal away"
    case .locked(let holder, _):
      "the state is locked by \(holder); wait for it to end, or give `flowform state unlock` if it is certain that it no longer runs"
    case .unwritable(let path, let reason): "\(path) cannot be written: \(reason)"
    }
  }
}
