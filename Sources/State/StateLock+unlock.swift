import Glibc
import Model
import OrderedCollections
import SystemPackage

extension StateStore {
  /// What is known of the lock on a state.
  package enum LockStatus: Sendable, Hashable {
    case free
    /// A process of this machine has it now; nil where the lock does not say who.
    case held(LockHolder?)
    /// Its process has ended, or is on another machine and may still run; nil where the lock does not say who.
    case left(LockHolder?)
  }

  /// Whether a state is locked; writes nothing.
  package func lockStatus() throws(StateError) -> LockStatus {
    guard let text = try FileAccess.read(lockPath) else { return .free }
    let holder = (try? JSONReader.read(text)).flatMap { LockHolder($0) }
    let file: FileDescriptor
    do {
      file = try FileDescriptor.open(FilePath(lockPath), .readOnly)
    } catch {
      if (error as? Errno) == .noSuchFileOrDirectory { return .free }
      throw StateError.unreadable(path: lockPath, reason: FileAccess.reason(error))
    }
    // The kernel's lock lasts as long as its process.
    let isFree = flock(file.rawValue, LOCK_SH | LOCK_NB) == 0
    try? file.close()
    return isFree ? .left(holder) : .held(holder)
  }

  /// Removes a lock, whoever holds it.
  package func breakLock() throws(StateError) { try FileAccess.remove(lockPath) }
}
