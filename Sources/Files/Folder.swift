package import SystemPackage

/// The folder that a file is in.
package enum Folder {
  package static func path(of file: String) -> String {
    guard let slash = file.lastIndex(of: "/") else { return "." }
    return slash == file.startIndex ? "/" : String(file[..<slash])
  }

  /// Brings the folder's list of files to the disk, so that a new name outlives a loss of power.
  package static func sync(of file: String) throws(Errno) {
    do {
      let folder = try FileDescriptor.open(FilePath(path(of: file)), .readOnly)
      try folder.closeAfter { try folder.sync() }
    } catch {
      throw Errno(error)
    }
  }
}
