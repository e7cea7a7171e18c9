import Glibc
package import SystemPackage

extension FileDescriptor {
  /// Syncs the written data to the disk.
  package func sync() throws(Errno) {
    guard fsync(rawValue) == 0 else { throw Errno.last }
  }
}

extension Errno {
  /// The error of the last system call.
  static var last: Errno { Errno(rawValue: errno) }

  /// An error that a call of the system library threw. It only throws errors of this type.
  init(_ error: any Error) { self = error as? Errno ?? .ioError }
}
