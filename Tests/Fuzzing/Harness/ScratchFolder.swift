import Foundation

/// The folder for a target's files. Files are cheap on a disk in memory.
package enum ScratchFolder {
  /// Creates a folder for this process, inside `TMPDIR`.
  package static func make() -> String {
    let folder = FileManager.default.temporaryDirectory.appending(path: "flowform-fuzzing-\(getpid())")
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder.path
  }

  package static func write(_ bytes: [UInt8], to path: String) {
    guard FileManager.default.createFile(atPath: path, contents: Data(bytes)) else {
      fatalError("\(path) cannot be written")
    }
  }
}
