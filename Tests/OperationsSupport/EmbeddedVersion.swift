import Catalog
package import Sandbox

/// A version of the sandbox.
package enum EmbeddedVersion: Sendable {
  case v2024_8, v2026_5

  package var configuration: SandboxConfiguration {
    var configuration = SandboxConfiguration()
    configuration.version = self == .v2024_8 ? .v2024_8 : .v2026_5_rc1
    return configuration
  }
}
