/// The environment variables that `!Env` may read.
package struct EnvironmentAccess: Sendable {
  package enum Refusal: Sendable, Hashable {
    case credential, switchedOff, notAllowed
  }

  package var variables: [String: String]
  /// False if no variable may be read.
  package var isAllowed: Bool
  /// Patterns for the allowed names, with `*` and `?`. An empty list allows every name.
  package var allowedPatterns: [String]
  /// Patterns for the names of variables with public values.
  package var shownPatterns: [String]

  package init(
    variables: [String: String], isAllowed: Bool = true,
    allowedPatterns: [String] = [], shownPatterns: [String] = []
  ) {
    self.variables = variables
    self.isAllowed = isAllowed
    self.allowedPatterns = allowedPatterns
    self.shownPatterns = shownPatterns
  }

  /// flowform's own credentials. A blueprint could copy them into a field that others can read.
  private static let credentials: Set<String> = [
    "AUTHENTIK_TOKEN", "AUTHENTIK_TOKEN_FILE", "FLOWFORM_STATE_KEY", "FLOWFORM_STATE_USERNAME",
    "FLOWFORM_STATE_PASSWORD",
  ]

  /// Returns the reason why a variable may not be read, or nil if it may.
  package func refusal(of name: String) -> Refusal? {
    if Self.credentials.contains(name) { return .credential }
    if !isAllowed { return .switchedOff }
    let isListed = allowedPatterns.isEmpty || allowedPatterns.contains { NamePattern.matches(name, $0) }
    return isListed ? nil : .notAllowed
  }

  /// Returns the variable's value. An empty variable counts as not set.
  package func value(_ name: String) -> String? {
    variables[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// True if the variable's value may be printed.
  package func isShown(_ name: String) -> Bool {
    shownPatterns.contains { NamePattern.matches(name, $0) }
  }
}
