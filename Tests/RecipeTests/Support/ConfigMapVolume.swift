import Foundation

/// A ConfigMap that is mounted as the kubelet does it: its files are links into the folder of a version, through another
/// link, which is swapped for a new version.
struct ConfigMapVolume {
  let folder: URL

  /// Shows the files of another folder.
  func show(_ source: URL) throws {
    let manager = FileManager.default
    let version = folder.appending(path: "..\(UUID().uuidString)")
    try manager.createDirectory(at: folder, withIntermediateDirectories: true)
    try manager.copyItem(at: source, to: version)
    let next = folder.appending(path: "..next")
    try manager.createSymbolicLink(atPath: next.path, withDestinationPath: version.lastPathComponent)
    guard rename(next.path, folder.appending(path: "..data").path) == 0 else {
      throw RecipeFailure("the link of \(folder.path) cannot be swapped")
    }
    for name in try manager.contentsOfDirectory(atPath: version.path) {
      let link = folder.appending(path: name).path
      if (try? manager.destinationOfSymbolicLink(atPath: link)) == nil {
        try manager.createSymbolicLink(atPath: link, withDestinationPath: "..data/\(name)")
      }
    }
  }
}
