import FoundationEssentials
import Glibc
import Model

/// What to do about paths that lead to no blueprint.
enum PathAdvice {
  /// The maximum number of names that a message lists.
  private static let mostNames = 5

  private static let start = "name a file or folder of blueprints, or write a first one with `flowform init`"

  /// The message for a path that does not exist. It offers a similar name, or lists the names beside it.
  static func missing(_ path: String) -> String {
    let message = "there is no file or folder `\(path)`"
    let (folder, name) = firstMissing(path)
    let names = names(in: folder)
    if let near = Suggestion.nearest(to: name, among: names) {
      return "\(message); did you mean `\(folder.isEmpty ? near : "\(folder)/\(near)")`?"
    }
    guard !names.isEmpty else { return "\(message); \(start)" }
    let more = names.count > mostNames ? " and \(names.count - mostNames) more" : ""
    let place = folder.isEmpty ? "this folder" : "`\(folder)`"
    return "\(message); \(place) has \(names.prefix(mostNames).joined(separator: ", "))\(more)"
  }

  /// The message for folders that hold no blueprint.
  static func empty(_ folders: [String]) -> String {
    let shown = folders.map { "`\($0)`" }.joined(separator: " and ")
    return "there is no blueprint (*.yaml or *.yml) in \(shown); \(start)"
  }

  /// The message for paths that lead only to test files.
  static func onlyTests(_ paths: [String]) -> String {
    let shown = paths.map { "`\($0)`" }.joined(separator: " and ")
    return "there are only tests of flows in \(shown), no blueprint; to run them, use `flowform test`"
  }

  /// The deepest folder of a path that exists, empty for the current one, and the name that is missing in it.
  private static func firstMissing(_ path: String) -> (folder: String, name: String) {
    var name = path
    var folder = path
    repeat {
      let parts = folder.split(separator: "/", omittingEmptySubsequences: true)
      name = parts.last.map(String.init) ?? folder
      folder = (folder.hasPrefix("/") ? "/" : "") + parts.dropLast().joined(separator: "/")
    } while !folder.isEmpty && folder != "/" && !FileManager.default.fileExists(atPath: folder)
    return (folder, name)
  }

  /// The folders and YAML files in a folder.
  private static func names(in folder: String) -> [String] {
    let place = folder.isEmpty ? "." : folder
    let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
    return names.filter { name in
      !name.hasPrefix(".")
        && (BlueprintFiles.isYAML(name) || BlueprintFiles.type(of: "\(place)/\(name)") == S_IFDIR)
    }.sorted()
  }
}
