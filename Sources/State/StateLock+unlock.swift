import Glibc
import Model
import OrderedCollections
import SystemPackage

extension StateStore {
  /// The state of the lock. A holder is nil if the lock file does not name it.
  package enum LockStatus: Sendable, Hashable {
    case free
    /// A running process of this machine holds the lock.
    case held(LockHolder?)
    /// The holder has ended, or runs on another machine and may still run.
    case left(LockHolder?)
  }

  /// Reports whether the state is locked. Writes nothing.
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
    // The kernel releases the lock when its process ends.
    let isFree = flock(file.rawValue, LOCK_SH | LOCK_NB) == 0
    try? file.close()
    return isFree ? .left(holder) : .held(holder)
  }

  /// Removes the lock, no matter who holds it.
  package func breakLock() throws(StateError) { try FileAccess.remove(lockPath) }
}
