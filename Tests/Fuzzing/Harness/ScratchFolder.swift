import Foundation

/// The folder that a target keeps its files in; on a disk in memory, a file costs little.
package enum ScratchFolder {
  /// Made for this process; `TMPDIR` says where.
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
