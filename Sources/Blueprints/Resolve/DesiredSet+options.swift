package import Model
import OrderedCollections

extension DesiredSet {
  /// How a set is resolved, and what its tags may see.
  package struct Options: Sendable {
    package var only: Selection
    package var isStrict: Bool
    /// Laid over the context of every file.
    package var context: ValueMap
    package var environment: EnvironmentAccess
    /// What reads a file for `!File`.
    package var readFile: FileAccess.Read
    /// True if no server will be asked: what only it can answer stays symbolic and is no error.
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
