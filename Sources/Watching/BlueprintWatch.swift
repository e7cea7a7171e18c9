import Blueprints
import Files
import Model

/// The blueprints of a target on the disk. A change is taken when the files have come to rest.
struct BlueprintWatch {
  private let paths: [String]
  private let unrest: Duration
  private(set) var files: BlueprintFiles
  /// Other files that the plan depends on.
  var otherFiles: Set<String> {
    didSet { if otherFiles != oldValue { stamps.merge(FileStamp.stamps(otherFiles)) { old, _ in old } } }
  }
  private var stamps: [String: FileStamp]
  /// The stamps of the last look, if they differ from those of the files that were read, and since when they do.
  private var unsettled: (stamps: [String: FileStamp], since: ContinuousClock.Instant)?

  /// False while files have changed that are not read yet.
  var isSettled: Bool { unsettled == nil }

  init(paths: [String], otherFiles: Set<String>, unrest: Duration) {
    self.paths = paths
    self.otherFiles = otherFiles
    self.unrest = unrest
    (files, stamps) = Self.read(paths, otherFiles)
  }

  /// Looks at the files. Returns true if other blueprints are in force now.
  ///
  /// Files are read when two looks find the same stamps, so that no half of a checkout is read.
  mutating func look(at now: ContinuousClock.Instant) -> Bool {
    let current = FileStamp.stamps(Self.watched(files, paths, otherFiles))
    guard current != stamps else {
      unsettled = nil
      return false
    }
    let since = unsettled?.since ?? now
    guard unsettled?.stamps == current || now - since >= unrest else {
      unsettled = (current, since)
      return false
    }
    unsettled = nil
    let others = otherFiles.contains { current[$0] != stamps[$0] }
    let before = files
    (files, stamps) = Self.read(paths, otherFiles)
    return others || !files.hasSameContent(as: before)
  }

  /// The files with their stamps. Files that change during the read are read again, but not forever.
  private static func read(
    _ paths: [String], _ otherFiles: Set<String>
  ) -> (BlueprintFiles, [String: FileStamp]) {
    var files = BlueprintFiles(paths)
    for _ in 1..<5 {
      let stamps = FileStamp.stamps(watched(files, paths, otherFiles))
      let again = BlueprintFiles(paths)
      if again.hasSameContent(as: files) { return (files, stamps) }
      files = again
    }
    // Without stamps, the next look reads them once more.
    return (files, [:])
  }

  private static func watched(
    _ files: BlueprintFiles, _ paths: [String], _ otherFiles: Set<String>
  ) -> Set<String> {
    otherFiles.union(paths).union(files.directories).union((files.files + files.tests).map(\.source.file))
  }
}

extension BlueprintFiles {
  /// Whether the same files were found with the same texts, test files among them.
  func hasSameContent(as other: BlueprintFiles) -> Bool {
    (files + tests).elementsEqual(other.files + other.tests) {
      $0.source.file == $1.source.file && $0.source.bytes == $1.source.bytes
    } && diagnostics == other.diagnostics
  }
}
