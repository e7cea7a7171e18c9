/// What a saved plan depends on; if any of it changes, the plan is stale.
package struct PlanBasis: Sendable, Hashable {
  package var toolVersion: String
  package var serverVersion: String
  /// The server's base, `sandbox:` for the embedded one.
  package var url: String
  package var lineage: String
  package var serial: Int
  /// The salt of this plan's hashes.
  package var salt: String
  /// The digest of each file that was read, by path: SHA-256 for a blueprint, a slow hash (`BasisHash`) for
  /// any other, because `!File` may read a secret.
  package var files: [String: String]
  /// A slow hash of each environment variable that was read, by name; a variable that was not set counts as
  /// empty.
  package var variables: [String: String]
  /// A slow hash of the context given on the command line.
  package var context: String
  /// The paths of the blueprints: an apply reads the secrets from them again, because no plan holds secrets.
  package var paths: [String]
  /// The models that the plan was restricted to.
  package var only: [String]

  package init(
    toolVersion: String, serverVersion: String, url: String, lineage: String, serial: Int,
    salt: String = "", files: [String: String], variables: [String: String] = [:], context: String = "",
    paths: [String] = [], only: [String] = []
  ) {
    self.toolVersion = toolVersion
    self.serverVersion = serverVersion
    self.url = url
    self.lineage = lineage
    self.serial = serial
    self.salt = salt
    self.files = files
    self.variables = variables
    self.context = context
    self.paths = paths
    self.only = only
  }

  /// What has changed since the plan was made, one sentence each; empty if the plan still holds.
  package func differences(from now: PlanBasis) -> [String] {
    var differences: [String] = []
    func compare(_ what: String, _ mine: String, _ theirs: String) {
      if mine != theirs { differences.append("\(what) was \(mine) and is \(theirs)") }
    }
    compare("flowform's version", toolVersion, now.toolVersion)
    compare("the server's version", serverVersion, now.serverVersion)
    compare("the server", url, now.url)
    if lineage.isEmpty, !now.lineage.isEmpty {
      differences.append("the state has been written since")
    } else {
      compare("the state's lineage", lineage, now.lineage)
      compare("the state's serial", String(serial), String(now.serial))
    }
    if context != now.context {
      differences.append("the context differs; pass the same --context and --context-file")
    }
    differences += Self.differences("the file", files, now.files)
    differences += Self.differences("the environment variable", variables, now.variables)
    return differences
  }

  private static func differences(_ what: String, _ mine: [String: String], _ theirs: [String: String])
    -> [String]
  {
    Set(mine.keys).union(theirs.keys).sorted().compactMap { name in
      switch (mine[name], theirs[name]) {
      case (nil, .some): "\(what) \(name) is new"
      case (.some, nil): "\(what) \(name) is gone"
      case (let one, let other): one == other ? nil : "\(what) \(name) has changed"
      }
    }
  }
}
