import FoundationEssentials
import Model
import SystemPackage

/// The `.gitignore` of the current folder, with the files of flowform that git should not keep.
enum GitIgnore {
  static let name = ".gitignore"

  /// The data of the embedded server, and what stands beside a state file. The state itself belongs into git.
  static let patterns = [".flowform/", "*.state.json.lock", "*.state.json.backup"]

  /// True if a folder is in a working tree of git.
  static func isUsed(in folder: String) -> Bool {
    var folder = FilePath(folder)
    repeat {
      if FileManager.default.fileExists(atPath: folder.appending(".git").string) { return true }
    } while folder.removeLastComponent()
    return false
  }

  /// The patterns that a text lacks.
  static func missing(in text: String) -> [String] {
    let lines = Set(text.split(whereSeparator: \.isNewline).map(plain))
    return patterns.filter { !lines.contains(plain($0[...])) }
  }

  /// A pattern without slashes at its ends, which only limit the places that it matches.
  private static func plain(_ line: Substring) -> String {
    String(line).trimming { $0.isWhitespace || $0 == "/" }
  }

  /// The missing patterns of the current folder.
  static func missing() throws(CommandFailure) -> [String] {
    guard FileManager.default.fileExists(atPath: name) else { return patterns }
    let bytes = try InputFile.read(name, advice: "check its permissions", code: .failed)
    return missing(in: String(decoding: bytes, as: UTF8.self))
  }

  /// Adds patterns at the end of the current folder's file.
  static func add(_ patterns: [String]) throws(CommandFailure) {
    do {
      let old = (try? String(contentsOfFile: name, encoding: .utf8)) ?? ""
      let text = (old.isEmpty || old.hasSuffix("\n") ? "" : "\n") + patterns.map { $0 + "\n" }.joined()
      let file = try FileDescriptor.open(
        name, .writeOnly, options: [.append, .create], permissions: [.ownerReadWrite, .groupRead, .otherRead])
      try file.closeAfter { _ = try file.writeAll(text.utf8) }
    } catch {
      throw CommandFailure(.failed, "\(name) cannot be written (\(error)); check its permissions")
    }
  }
}
