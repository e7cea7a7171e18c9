package import Blueprints

/// Tells which blueprints `flowform init` found, and which YAML files it left out.
package enum SearchReport {
  /// How many places of other files are listed.
  private static let listed = 12

  package static func text(of search: BlueprintSearch) -> String {
    (blueprints(search) + leftOut(search) + notes(search)).map { Terminal.escaped($0) + "\n" }.joined()
  }

  private static func blueprints(_ search: BlueprintSearch) -> [String] {
    guard !search.blueprints.isEmpty else {
      return search.leftOut.isEmpty ? [] : ["No blueprints were found here."]
    }
    let lines = search.paths().map { path in
      let files = search.blueprints.filter { $0.path == path || $0.path.hasPrefix(path + "/") }
      let mistakes = files.count(where: \.hasMistakes)
      let count = files.count == 1 && files[0].path == path ? [] : [counted(files.count, "blueprint")]
      let details = count + (mistakes == 0 ? [] : ["\(mistakes) with mistakes"])
      return "  " + path + (details.isEmpty ? "" : " (\(details.joined(separator: ", ")))")
    }
    return ["Found \(counted(search.blueprints.count, "blueprint")):"] + lines
  }

  private static func leftOut(_ search: BlueprintSearch) -> [String] {
    let places = search.placesLeftOut
    guard !places.isEmpty else { return [] }
    var lines = places.prefix(listed).map { path, files in
      if files.count == 1 { return "  \(files[0].path): \(files[0].reason)" }
      let reasons = Set(files.map(\.reason))
      let reason = reasons.count == 1 ? files[0].reason : "no blueprints"
      return "  \(path) (\(files.count) files): \(reason)"
    }
    if places.count > listed { lines.append("  … and \(counted(places.count - listed, "more place"))") }
    return ["Left out:"] + lines
  }

  private static func notes(_ search: BlueprintSearch) -> [String] {
    search.isComplete
      ? []
      : [
        "There are too many files here to look at all of them; add the missing paths to flowform.yaml yourself."
      ]
  }
}
