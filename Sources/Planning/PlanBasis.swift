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
  /// When the plan was made, as in ISO 8601; empty for a plan of an earlier version.
  package var made = ""

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

  /// Something that has changed since the plan was made.
  package struct Difference: Sendable, Hashable {
    package let description: String
    /// What the user can do to apply the plan after all; nil if only a new plan helps.
    package let remedy: String?

    package init(_ description: String, remedy: String? = nil) {
      self.description = description
      self.remedy = remedy
    }
  }

  /// What has changed since the plan was made; empty if the plan still holds. A variable that is set no longer is
  /// missing in `now`.
  package func differences(from now: PlanBasis) -> [Difference] {
    var differences: [Difference] = []
    func compare(_ what: String, _ mine: String, _ theirs: String) {
      if mine != theirs { differences.append(Difference("\(what) was \(mine) and is \(theirs)")) }
    }
    compare("flowform's version", toolVersion, now.toolVersion)
    compare("the server's version", serverVersion, now.serverVersion)
    compare("the server", url, now.url)
    if lineage.isEmpty, !now.lineage.isEmpty {
      differences.append(Difference("the state was written after the plan was made"))
    } else {
      compare("the state's lineage", lineage, now.lineage)
      compare("the state's serial", String(serial), String(now.serial))
    }
    if context != now.context {
      differences.append(
        Difference(
          "the context differs",
          remedy: "use the same --target, --context, --context-file and FLOWFORM_STATE_KEY as for the plan"))
    }
    for name in Set(files.keys).union(now.files.keys).sorted() where files[name] != now.files[name] {
      let change = files[name] == nil ? "is new" : now.files[name] == nil ? "is gone" : "has changed"
      differences.append(Difference("the file \(name) \(change)"))
    }
    for name in variables.keys.sorted() where variables[name] != now.variables[name] {
      let change = now.variables[name] == nil ? "is not set any more" : "has changed"
      differences.append(
        Difference(
          "the environment variable \(name) \(change)",
          remedy: "set \(name) to the value that it had for the plan")
      )
    }
    return differences
  }
}
