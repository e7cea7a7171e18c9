import Files
import Glibc
import SystemPackage

/// The few file operations of state, journal and lock. Errors name the path.
enum FileAccess {
  /// The largest file that is read, in bytes. The state of a hundred thousand objects fits.
  static let sizeLimit = 256 * 1024 * 1024

  /// Returns the bytes of a file, or nil if there is no such file.
  static func read(_ path: String) throws(StateError) -> [UInt8]? {
    switch BoundedFile.read(path, limit: sizeLimit) {
    case .bytes(let bytes): return bytes
    case .tooLarge:
      throw .unreadable(path: path, reason: "it has more than \(sizeLimit) bytes; move it away")
    case .unreadable(let error):
      guard error != .noSuchFileOrDirectory else { return nil }
      throw .unreadable(path: path, reason: reason(error))
    }
  }

  static func replace(_ path: String, with bytes: [UInt8]) throws(StateError) {
    do throws(Errno) { try AtomicFile.replace(path, with: bytes, mode: .ownerOnly) } catch {
      throw .unwritable(path: path, reason: reason(error))
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

  /// Creates the folder of a file, with every folder above it.
  static func makeDirectory(for path: String) throws(StateError) {
    let directory = Folder.path(of: path)
    var made = directory.hasPrefix("/") ? "/" : ""
    for part in directory.split(separator: "/") {
      made += made.isEmpty || made.hasSuffix("/") ? String(part) : "/" + part
      if mkdir(made, 0o700) != 0, errno != EEXIST, errno != EISDIR {
        throw StateError.unwritable(path: path, reason: reason(Errno(rawValue: errno)))
      }
    }
  }

  static func reason(_ error: any Error) -> String {
    guard let error = error as? Errno else { return "\(error)" }
    return switch error {
    case .noSpace: "the disk is full"
    case .fileTooLarge: "it would exceed the limit on file sizes"
    case .readOnlyFileSystem: "the file system is read-only"
    case .permissionDenied: "permission denied"
    default: error.description
    }
  }
}
