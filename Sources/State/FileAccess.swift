import Glibc
import SystemPackage

/// The few file operations of state, journal and lock, with errors that name the path.
enum FileAccess {
  /// The most bytes that are read: a state of a hundred thousand objects has as many.
  static let sizeLimit = 256 * 1024 * 1024

  private struct TooLarge: Error, CustomStringConvertible {
    var description: String { "it has more than \(FileAccess.sizeLimit) bytes; move it away" }
  }

  /// Nil if there is no such file.
  static func read(_ path: String) throws(StateError) -> [UInt8]? {
    do {
      let file = try FileDescriptor.open(FilePath(path), .readOnly)
      defer { try? file.close() }
      var status = stat()
      guard fstat(file.rawValue, &status) == 0 else { throw Errno(rawValue: errno) }
      guard status.st_size <= sizeLimit else { throw TooLarge() }
      var bytes: [UInt8] = []
      var chunk = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        let count = try chunk.withUnsafeMutableBytes { try file.read(into: $0) }
        if count == 0 { return bytes }
        bytes += chunk[..<count]
      }
    } catch {
      if (error as? Errno) == .noSuchFileOrDirectory { return nil }
      throw StateError.unreadable(path: path, reason: reason(error))
    }
  }

  /// Writes a file so that a reader sees the old text or the new one, whenever the machine stops: to a
  /// temporary file, synced, renamed over the old one, and the directory synced.
  static func replace(_ path: String, with bytes: [UInt8]) throws(StateError) {
    let temporary = path + ".tmp.\(getpid())"
    // One that a run with this number left behind, or a link that someone laid there, is not written to.
    unlink(temporary)
    do {
      let file = try FileDescriptor.open(
        FilePath(temporary), .writeOnly, options: [.create, .exclusiveCreate], permissions: [.ownerReadWrite])
      do {
        try file.writeAll(bytes)
        try sync(file)
        try file.close()
      } catch {
        try? file.close()
        throw error
      }
      guard Glibc.rename(temporary, path) == 0 else { throw Errno(rawValue: errno) }
      try syncDirectory(of: path)
    } catch {
      unlink(temporary)
      throw StateError.unwritable(path: path, reason: reason(error))
    }
  }

  static func remove(_ path: String) throws(StateError) {
    guard unlink(path) == 0 || errno == ENOENT else {
      throw StateError.unwritable(path: path, reason: reason(Errno(rawValue: errno)))
    }
  }

  static func rename(_ path: String, to other: String) throws(StateError) {
    guard Glibc.rename(path, other) == 0 else {
      throw StateError.unwritable(path: other, reason: reason(Errno(rawValue: errno)))
    }
  }

  static func sync(_ file: FileDescriptor) throws {
    guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
  }

  static func syncDirectory(of path: String) throws {
    let directory = try FileDescriptor.open(FilePath(directoryPath(of: path)), .readOnly)
    defer { try? directory.close() }
    try sync(directory)
  }

  /// Makes the folder that a file is to stand in.
  static func makeDirectory(for path: String) throws(StateError) {
    let directory = directoryPath(of: path)
    var made = directory.hasPrefix("/") ? "/" : ""
    for part in directory.split(separator: "/") {
      made += made.isEmpty || made.hasSuffix("/") ? String(part) : "/" + part
      if mkdir(made, 0o700) != 0, errno != EEXIST, errno != EISDIR {
        throw StateError.unwritable(path: path, reason: reason(Errno(rawValue: errno)))
      }
    }
  }

  static func directoryPath(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  static func reason(_ error: any Error) -> String {
    guard let error = error as? Errno else { return "\(error)" }
    return switch error {
    case .noSpace: "the disk is full"
    case .fileTooLarge: "it would be larger than files may be here"
    case .readOnlyFileSystem: "the file system is read-only"
    case .permissionDenied: "permission denied"
    default: error.description
    }
  }
}
