package import Model
import OrderedCollections

extension DesiredSet {
  /// Options for resolving a set, and the inputs that its tags may read.
  package struct Options: Sendable {
    package var only: Selection
    package var isStrict: Bool
    /// Merged over the context of every file.
    package var context: ValueMap
    package var environment: EnvironmentAccess
    /// Reads a file for `!File`.
    package var readFile: FileAccess.Read
    /// True if no server is asked. Values that only the server knows then stay symbolic, without an error.
    package var isOffline: Bool

    package init(
      only: Selection = Selection(), isStrict: Bool = false, context: ValueMap = [:],
      environment: EnvironmentAccess = EnvironmentAccess(variables: [:]),
      readFile: @escaping FileAccess.Read = { _, _, _ in .switchedOff }, isOffline: Bool = false
    ) {
      self.only = only
      self.isStrict = isStrict
      self.context = context
      self.environment = environment
      self.readFile = readFile
      self.isOffline = isOffline
    }
  }
}
