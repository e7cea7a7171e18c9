import Glibc
package import SystemPackage

extension FileDescriptor {
  /// Brings what was written to the disk.
  package func sync() throws(Errno) {
    guard fsync(rawValue) == 0 else { throw Errno.last }
  }
}

extension Errno {
  /// The error of the last system call.
  static var last: Errno { Errno(rawValue: errno) }

  /// What a call of the system library threw, which only throws these.
  init(_ error: any Error) { self = error as? Errno ?? .ioError }
}
