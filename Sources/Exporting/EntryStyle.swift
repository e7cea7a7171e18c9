package import Catalog
import Model

/// How entries are written.
package struct EntryStyle: Sendable {
  /// The defaults of the versions that the entries are for. A field is left out if all of them have its value.
  private let defaults: [CreateDefaults]
  /// True to write a secret as `!Env` instead of a comment.
  package var readsSecretsFromEnvironment = false

  /// Without defaults, every field is written.
  package init(leavingOut defaults: [CreateDefaults]) {
    self.defaults = defaults
  }

  /// The older version that the entries are for; nil if they are for the server's version.
  package var older: OlderForm?

  func leavesOut(_ value: Value, of field: Field, in kind: Kind) -> Bool {
    guard older?.requires(field.name, of: kind.model) != true else { return false }
    return !defaults.isEmpty && defaults.allSatisfy { $0.isRedundant(value, of: field, in: kind) }
  }
}
