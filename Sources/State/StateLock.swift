import FoundationEssentials
import Glibc
import Model
import OrderedCollections
import SystemPackage

/// The lock on a state, held from `init` to `release`.
///
/// The kernel releases the file lock when its process ends, so the lock of a dead process is taken over. The text of
/// the file names the holder. If it names another host, the lock counts as held: the kernel's lock may not reach other
/// hosts.
package struct StateLock: ~Copyable {
  private let path: String
  private let file: FileDescriptor
  private var holder: LockHolder
  /// The holder that left the lock behind, if this lock was taken over.
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
      // The last holder may have removed the file after it was opened here and before it was locked.
      guard Self.isSame(file, path) else {
        try? file.close()
        continue
      }
      do throws(StateError) { try Self.write(me, to: file, path) } catch {
        try? file.close()
        throw error
      }
      self.file = file
      self.holder = me
      takenOverFrom = holder
      return
    }
  }

  /// What changes when the lock is renewed; nil for the lock of another command.
  var lease: String? { holder.lease }

  /// Writes into the file that the holder is alive. Throws if the file is another run's, or gone.
  package mutating func renew() throws(StateError) {
    guard Self.isSame(file, path) else { throw .lockLost(name: path) }
    holder.renewed = Date.now.formatted(.iso8601)
    try Self.write(holder, to: file, path)
  }

  private static func write(
    _ holder: LockHolder, to file: FileDescriptor, _ path: String
  ) throws(StateError) {
    do {
      // In this order, a reader never finds an empty file, which would name no holder.
      let bytes = JSONWriter.bytes(of: holder.value) + [0x0A]
      try file.writeAll(toAbsoluteOffset: 0, bytes)
      guard ftruncate(file.rawValue, off_t(bytes.count)) == 0 else { throw Errno(rawValue: errno) }
    } catch {
      throw .unwritable(path: path, reason: FileAccess.reason(error))
    }
  }

  /// Releases the lock. The call keeps the lock alive until here.
  package consuming func release() {}

  deinit {
    // The file is removed while it is still locked: no other process can have written to it. After a forced unlock, the
    // path may name another run's lock: that one is left alone.
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
