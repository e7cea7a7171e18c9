import FoundationEssentials
import Glibc
import Model
import OrderedCollections
import SystemPackage

/// The lock on a state, held from its making until `release`.
///
/// The kernel's lock on the file ends with its process, so a lock left by a dead one is taken over; the
/// file's text says who holds it. A text of another host counts as held, since the kernel's lock may not
/// reach that far.
package struct StateLock: ~Copyable {
  private let path: String
  private let file: FileDescriptor
  /// Who left the lock behind, where it was taken over.
  package let takenOverFrom: LockHolder?

  package init(path: String, command: String) throws(StateError) {
    self.path = path
    try FileAccess.makeDirectory(for: path)
    let me = LockHolder.me(command)
    while true {
      let file: FileDescriptor
      do {
        file = try FileDescriptor.open(
          FilePath(path), .readWrite, options: [.create], permissions: [.ownerReadWrite])
      } catch {
        throw StateError.unwritable(path: path, reason: FileAccess.reason(error))
      }
      let held = flock(file.rawValue, LOCK_EX | LOCK_NB) == 0
      let holder = try FileAccess.read(path).flatMap { try? JSONReader.read($0) }.flatMap { LockHolder($0) }
      guard held, holder.map({ $0.host == me.host }) ?? true else {
        try? file.close()
        let unknown = LockHolder(
          user: "another process", host: me.host, processID: 0, command: "?", since: "a moment ago")
        throw StateError.locked(holder ?? unknown, path: path)
      }
      // Its last holder may have removed the file between our opening and locking it.
      guard Self.isSame(file, path) else {
        try? file.close()
        continue
      }
      do {
        guard ftruncate(file.rawValue, 0) == 0 else { throw Errno(rawValue: errno) }
        try file.writeAll(toAbsoluteOffset: 0, JSONWriter.bytes(of: me.value) + [0x0A])
      } catch {
        try? file.close()
        throw StateError.unwritable(path: path, reason: FileAccess.reason(error))
      }
      self.file = file
      takenOverFrom = holder
      return
    }
  }

  /// Gives the lock up here and not earlier.
  package consuming func release() {}

  deinit {
    // Removed while still locked: nobody can have written to it meanwhile. One that was broken by force may
    // be another's by now.
    if Self.isSame(file, path) { unlink(path) }
    try? file.close()
  }

  private static func isSame(_ file: FileDescriptor, _ path: String) -> Bool {
    var mine = stat()
    var named = stat()
    return fstat(file.rawValue, &mine) == 0 && stat(path, &named) == 0 && mine.st_ino == named.st_ino
      && mine.st_dev == named.st_dev
  }
}
