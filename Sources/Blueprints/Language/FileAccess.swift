import Files
import FoundationEssentials
import Glibc

/// The files that `!File` may read.
package struct FileAccess: Sendable {
  package enum Outcome: Sendable {
    case text(String, path: String, bytes: [UInt8])
    case unreadable
    case tooLarge
    case noText
    /// The path is outside of all allowed roots.
    case outside(root: String)
    case switchedOff
  }

  /// False if no file may be read.
  package var isAllowed: Bool
  /// Directories with readable files, in addition to a blueprint's own directory.
  package var roots: [String]

  package init(isAllowed: Bool = true, roots: [String] = []) {
    self.isAllowed = isAllowed
    self.roots = roots
  }

  /// Reads a file for `!File`. Its arguments are the path as written, the blueprint's own path, and the directory
  /// argument that the blueprint was found under.
  package typealias Read = @Sendable (_ path: String, _ blueprint: String, _ root: String?) -> Outcome

  /// Returns a function that reads each file only once, however often the blueprints are resolved.
  package func readingOnce() -> Read {
    let outcomes = FileOutcomes()
    return { path, blueprint, root in
      outcomes.outcome(of: FileOutcomes.Request(path: path, blueprint: blueprint, root: root)) {
        read(path, from: blueprint, root: root)
      }
    }
  }

  /// Reads a file by its path relative to the blueprint's folder. `root` is the directory argument that the blueprint
  /// was found under.
  private func read(_ path: String, from blueprint: String, root: String?) -> Outcome {
    guard isAllowed else { return .switchedOff }
    let isNamed = blueprint != "<stdin>"
    let folder = isNamed ? URL(filePath: blueprint).deletingLastPathComponent().path : "."
    let own = root ?? folder
    // Links are resolved before any path is compared or read.
    guard let real = Self.realPath(path.hasPrefix("/") ? path : folder + "/" + path) else {
      return .outside(root: own)
    }
    let allowed = ([own] + roots).compactMap { Self.realPath($0) }
    guard allowed.contains(where: { real.hasPrefix($0 == "/" ? "/" : $0 + "/") }) else {
      return .outside(root: own)
    }
    let attributes = try? FileManager.default.attributesOfItem(atPath: real)
    // A read from a pipe or a device might never end.
    guard attributes?[.type] as? FileAttributeType == .typeRegular else { return .unreadable }
    let bytes: [UInt8]
    switch BoundedFile.read(real) {
    case .bytes(let found): bytes = found
    case .tooLarge: return .tooLarge
    case .unreadable: return .unreadable
    }
    guard let text = String(validating: bytes, as: UTF8.self) else { return .noText }
    return .text(text, path: real, bytes: bytes)
  }

  /// Resolves the links of a path. Missing parts stay as written. Nil if a missing part is `.` or `..`.
  private static func realPath(_ path: String) -> String? {
    if let resolved = realpath(path, nil) {
      defer { free(resolved) }
      return String(cString: resolved)
    }
    let parts = path.split(separator: "/")
    guard let last = parts.last, last != "..", last != "." else { return nil }
    let parent = (path.hasPrefix("/") ? "/" : "") + parts.dropLast().joined(separator: "/")
    return realPath(parent.isEmpty ? "." : parent).map { ($0 == "/" ? "" : $0) + "/" + last }
  }
}
