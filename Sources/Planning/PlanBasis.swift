/// What a saved plan depends on: if any of it is no longer so, the plan is stale.
package struct PlanBasis: Sendable, Hashable {
  package var toolVersion: String
  package var serverVersion: String
  /// The server's base, `sandbox:` for the embedded one.
  package var url: String
  package var lineage: String
  package var serial: Int
  /// SHA-256 of each file that was read, by path.
  package var files: [String: String]

  package init(
    toolVersion: String, serverVersion: String, url: String, lineage: String, serial: Int,
    files: [String: String]
  ) {
    self.toolVersion = toolVersion
    self.serverVersion = serverVersion
    self.url = url
    self.lineage = lineage
    self.serial = serial
    self.files = files
  }

  /// What is no longer as the plan saw it, each in one sentence; empty where the plan still holds.
  package func differences(from now: PlanBasis) -> [String] {
    var differences: [String] = []
    func compare(_ what: String, _ mine: String, _ theirs: String) {
      if mine != theirs { differences.append("\(what) was \(mine) and is \(theirs)") }
    }
    compare("flowform's version", toolVersion, now.toolVersion)
    compare("the server's version", serverVersion, now.serverVersion)
    compare("the server", url, now.url)
    compare("the state's lineage", lineage, now.lineage)
    compare("the state's serial", String(serial), String(now.serial))
    for file in Set(files.keys).union(now.files.keys).sorted() {
      switch (files[file], now.files[file]) {
      case (nil, .some): differences.append("the file \(file) is new")
      case (.some, nil): differences.append("the file \(file) is gone")
      case (let mine, let theirs) where mine != theirs: differences.append("the file \(file) has changed")
      default: break
      }
    }
    return differences
  }
}
