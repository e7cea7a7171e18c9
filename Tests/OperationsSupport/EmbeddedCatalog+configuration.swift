package import Catalog
package import Sandbox

extension EmbeddedCatalog {
  /// The configuration of a sandbox of this version.
  package var configuration: SandboxConfiguration {
    var configuration = SandboxConfiguration()
    configuration.version = self
    return configuration
  }
}
