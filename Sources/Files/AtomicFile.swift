import Glibc
package import SystemPackage

/// Replaces files as a whole: a reader sees the old text or the new text, even after a crash.
package enum AtomicFile {
  package enum Mode {
    /// Only the owner may read and write the file.
    case ownerOnly
    /// The process's umask decides.
    case standard
    /// The new file gets the permissions of the file that it replaces.
    case kept
  }

  /// Writes a temporary file, syncs it, renames it to the path, and syncs the folder.
  ///
  /// A symbolic link is replaced, and its target stays as it is. If only the sync of the folder fails, the call throws
  /// although the new text is in place.
  package static func replace(_ path: String, with bytes: [UInt8], mode: Mode) throws(Errno) {
    let temporary = path + ".tmp.\(getpid())"
    // The old file may be left from a run with the same process ID, or may be somebody's link. It is never written to.
    unlink(temporary)
    do {
      let file = try FileDescriptor.open(
        FilePath(temporary), .writeOnly, options: [.create, .exclusiveCreate], permissions: mode.permissions)
      try file.closeAfter {
        if mode == .kept, let old = permissions(of: path), fchmod(file.rawValue, old) != 0 {
          throw Errno.last
        }
        try file.writeAll(bytes)
        try file.sync()
      }
      // The folder is opened first: after the rename, only a failed sync may throw.
      let folder = try FileDescriptor.open(FilePath(Folder.path(of: path)), .readOnly)
      try folder.closeAfter {
        guard rename(temporary, path) == 0 else { throw Errno.last }
        try folder.sync()
      }
    } catch {
      unlink(temporary)
      throw Errno(error)
    }
  }

  private static func permissions(of path: String) -> mode_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & 0o7777 : nil
  }
}

extension AtomicFile.Mode {
  fileprivate var permissions: FilePermissions {
    switch self {
    case .ownerOnly: .ownerReadWrite
    case .standard, .kept: [.ownerReadWrite, .groupReadWrite, .otherReadWrite]
    }
  }
}
