package import Foundation
package import Model

/// What a front end tells an operation of the world around it: operations read no environment and print nothing.
package struct RunContext: Sendable {
  /// The variables of the environment, by name.
  package var variables: [String: String]
  /// What plans and locks name as flowform's version.
  package var toolVersion: String
  /// Where documents of servers are kept; nil keeps none.
  package var cacheFolder: URL?
  /// How the run comes along, for a front end that shows it.
  package var activity = Activity()
  /// What must be done if the process ends at once.
  package var cleanUps = CleanUps()
  /// Told what a person should know beside the result, as it happens.
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

  /// The key that secrets in a state and a plan are hashed with, besides their salt.
  var stateKey: String? { variables.value("FLOWFORM_STATE_KEY") }
}

extension [String: String] {
  /// A variable; an empty one counts as unset.
  package func value(_ name: String) -> String? {
    self[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}
