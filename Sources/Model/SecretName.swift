/// Which names stand for secrets, whatever holds them.
package enum SecretName {
  private static let names: Set<String> = [
    "password", "secret", "token", "key", "private_key", "kubeconfig", "credentials", "key_data",
    // Of the stage that sends text messages.
    "auth",
  ]

  private static let suffixes = [
    "_password", "_secret", "_token", "_private_key", "_api_key", "_key_data", "_keytab",
  ]

  package static func covers(_ name: String) -> Bool {
    names.contains(name) || suffixes.contains { name.hasSuffix($0) }
  }

  /// True for a line of YAML that gives something of such a name a value, unless that is a tag, which only
  /// says where the value comes from.
  package static func isGiven(in line: String) -> Bool {
    line.matches(of: /([A-Za-z_]+)["']?\s*:\s+(?<value>[^\s!])/)
      .contains { covers(String($0.1).lowercased()) }
  }
}
