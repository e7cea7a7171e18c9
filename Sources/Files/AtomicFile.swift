import Glibc
package import SystemPackage

/// Writes files so that a reader sees the old text or the new one, whenever the machine stops.
package enum AtomicFile {
  package enum Mode {
    /// Only the owner may read and write it.
    case ownerOnly
    /// What the process's umask leaves.
    case standard
  }

  /// Writes to a temporary file, syncs it, renames it over the old one, and syncs the folder. A symbolic link is
  /// replaced, and what it leads to stays as it is. If only the folder's sync fails, it throws and the new text is there.
  package static func replace(_ path: String, with bytes: [UInt8], mode: Mode) throws(Errno) {
    let temporary = path + ".tmp.\(getpid())"
    // One that a run with this number left behind, or a link that someone laid there, is not written to.
    unlink(temporary)
    do {
      let file = try FileDescriptor.open(
        FilePath(temporary), .writeOnly, options: [.create, .exclusiveCreate], permissions: mode.permissions)
      try file.closeAfter {
        try file.writeAll(bytes)
        try file.sync()
      }
      // Opened first: once the file is replaced, only a failed sync may be an error.
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
}

extension AtomicFile.Mode {
  fileprivate var permissions: FilePermissions {
    switch self {
    case .ownerOnly: .ownerReadWrite
    case .standard: [.ownerReadWrite, .groupReadWrite, .otherReadWrite]
    }
  }
}
