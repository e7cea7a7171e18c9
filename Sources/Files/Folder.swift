package import SystemPackage

/// The folder of a file.
package enum Folder {
  package static func path(of file: String) -> String {
    guard let slash = file.lastIndex(of: "/") else { return "." }
    return slash == file.startIndex ? "/" : String(file[..<slash])
  }

  /// Syncs the folder's list of files to the disk, so that a new name survives a power failure.
  package static func sync(of file: String) throws(Errno) {
    do {
      let folder = try FileDescriptor.open(FilePath(path(of: file)), .readOnly)
      try folder.closeAfter { try folder.sync() }
    } catch {
      throw Errno(error)
    }
  }
}
