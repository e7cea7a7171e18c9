import Glibc

/// What changes when a file is written or replaced, or a link leads elsewhere. To get it costs one system call.
struct FileStamp: Hashable {
  private let device: UInt
  private let inode: UInt
  private let size: Int
  private let modified: [Int]
  private let changed: [Int]

  /// Follows links. Nil if there is nothing at the path.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = UInt(status.st_dev)
    inode = UInt(status.st_ino)
    size = Int(status.st_size)
    modified = [status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
    changed = [status.st_ctim.tv_sec, status.st_ctim.tv_nsec]
  }

  /// The stamps of the paths that exist.
  static func stamps(_ paths: some Sequence<String>) -> [String: FileStamp] {
    paths.reduce(into: [:]) { $0[$1] = FileStamp($1) }
  }
}
