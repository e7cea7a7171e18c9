package import FoundationEssentials
package import Model

/// A front end's surroundings, passed to operations: they read no environment and print nothing.
package struct RunContext: Sendable {
  /// The variables of the environment, by name.
  package var variables: [String: String]
  /// flowform's version in plans and locks.
  package var toolVersion: String
  /// The cache folder for server documents; nil for no cache.
  package var cacheFolder: URL?
  /// The run's progress, for a front end that shows it.
  package var activity = Activity()
  /// Clean-ups if the process exits at once.
  package var cleanUps = CleanUps()
  /// Receives notices for the user, as they happen.
  package var notify: @Sendable (Notice) -> Void

  package init(
    variables: [String: String], toolVersion: String, cacheFolder: URL? = nil,
    notify: @escaping @Sendable (Notice) -> Void = { _ in }
  ) {
    self.variables = variables
    self.toolVersion = toolVersion
    self.cacheFolder = cacheFolder
    self.notify = notify
  }

  /// The key for hashes of secrets in states and plans; each hash also has a salt.
  var stateKey: String? { variables.value("FLOWFORM_STATE_KEY") }
}

extension [String: String] {
  /// A variable; an empty one counts as unset.
  package func value(_ name: String) -> String? {
    self[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}
