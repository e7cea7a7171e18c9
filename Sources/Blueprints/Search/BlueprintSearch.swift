import Files
import FoundationEssentials
import Glibc
import Model

/// Finds the blueprints below a folder, beside the YAML files of other programs.
///
/// Hidden folders and the packages of other tools are not searched. Links are not followed: a file below the folder is found
/// at its own place.
package struct BlueprintSearch: Sendable {
  package struct Found: Sendable, Equatable {
    package let path: String
    package let hasMistakes: Bool

    package init(_ path: String, hasMistakes: Bool = false) {
      self.path = path
      self.hasMistakes = hasMistakes
    }
  }

  package struct LeftOut: Sendable, Equatable {
    package let path: String
    package let reason: String

    package init(_ path: String, reason: String) {
      self.path = path
      self.reason = reason
    }
  }

  /// How many files and folders are looked at unless the caller sets another limit.
  package static let limit = 50_000

  private static let foreignFolders = ["node_modules"]

  package private(set) var blueprints: [Found] = []
  /// The files with tests of flows.
  package private(set) var tests: [String] = []
  /// The YAML files that no path should hold, most of them no blueprints.
  package private(set) var leftOut: [LeftOut] = []
  /// False if there were more files than the limit.
  package private(set) var isComplete = true
  /// The folders that were not searched, or not to their end.
  private var unknown: [String] = []
  /// The blueprints that are only used if they are named, or at least their folder is.
  private var labelled: Set<String> = []
  private var remaining: Int

  package init(below root: String, limit: Int = limit) {
    remaining = limit
    search("", in: root)
    leaveOutLabelled()
  }

  package init(blueprints: [Found], leftOut: [LeftOut] = [], isComplete: Bool = true) {
    self.blueprints = blueprints
    self.leftOut = leftOut
    self.isComplete = isComplete
    remaining = 0
  }

  /// The fewest paths that hold all blueprints and nothing else. `more` are blueprints that do not exist yet.
  package func paths(with more: [String] = []) -> [String] {
    PathCover.paths(
      of: blueprints.map(\.path).filter { !labelled.contains($0) } + more,
      without: leftOut.map(\.path) + unknown)
  }

  /// A path to the file itself would mean that the label does not count.
  private mutating func leaveOutLabelled() {
    let folders = paths().map { $0 + "/" }
    let apart = labelled.filter { file in !folders.contains { file.hasPrefix($0) } }
    blueprints.removeAll { apart.contains($0.path) }
    leftOut += apart.sorted().map { LeftOut($0, reason: "the label `instantiate` is \"false\"") }
  }

  /// The places of the YAML files that are no blueprints, each with its files.
  package var placesLeftOut: [(path: String, files: [LeftOut])] {
    let places = PathCover.paths(of: leftOut.map(\.path), without: blueprints.map(\.path))
    return places.map { place in
      (place, leftOut.filter { $0.path == place || $0.path.hasPrefix(place + "/") })
    }
  }

  private mutating func search(_ folder: String, in root: String) {
    let place = folder.isEmpty ? root : root + "/" + folder
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: place) else {
      unknown.append(folder)
      return
    }
    for name in names.sorted() where !name.hasPrefix(".") {
      guard remaining > 0 else {
        isComplete = false
        unknown.append(folder)
        return
      }
      remaining -= 1
      let path = folder.isEmpty ? name : folder + "/" + name
      switch Self.type(of: root + "/" + path) {
      case S_IFDIR:
        if Self.foreignFolders.contains(name) { unknown.append(path) } else { search(path, in: root) }
      case S_IFREG:
        if BlueprintFiles.isTest(name) { tests.append(path) }
        if BlueprintFiles.isBlueprint(name), path != "flowform.yaml" { judge(path, in: root) }
      default: break
      }
    }
  }

  private mutating func judge(_ path: String, in root: String) {
    switch BoundedFile.read(root + "/" + path) {
    case .bytes(let bytes):
      switch BlueprintShape(SourceText(file: path, bytes: bytes)) {
      case .blueprint(let hasMistakes, let isInstantiable):
        blueprints.append(Found(path, hasMistakes: hasMistakes))
        if !isInstantiable { labelled.insert(path) }
      case .other(let reason): leftOut.append(LeftOut(path, reason: reason))
      }
    case .tooLarge: leftOut.append(LeftOut(path, reason: "more than \(BoundedFile.limit) bytes"))
    case .unreadable: leftOut.append(LeftOut(path, reason: "cannot be read; check its permissions"))
    }
  }

  /// The file type, that of the link itself for a link. Nil if there is no such file.
  private static func type(of path: String) -> mode_t? {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
  }
}
