import ArgumentParser
import Catalog
import Operations

/// The target of `flowform.yaml` that a command works on.
struct TargetOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("A target of flowform.yaml, such as staging (FLOWFORM_TARGET).", valueName: "name"))
  var target: String?

  @Option(
    help: ArgumentHelp(
      "The version of authentik to check against without a server (default: the newest one that is built in), or to imitate with --sandbox: a family, such as 2025.10, or a whole version. validate takes several (repeatable).",
      valueName: "version"))
  var serverVersion: [String] = []

  func validate() throws { try Self.check(serverVersion) }

  /// Throws for a version that no embedded catalog has.
  static func check(_ versions: [String]) throws {
    for version in versions {
      do throws(CatalogError) {
        _ = try EmbeddedCatalog.named(version)
      } catch {
        throw ValidationError("\(error); check --server-version.")
      }
    }
  }

  /// The settings from the environment and the current folder's `flowform.yaml`.
  func settings() throws(CommandFailure) -> Settings {
    let environment = RunContext.process.variables
    return try Settings(
      try ConfigurationFile.read(), target: target ?? environment.value("FLOWFORM_TARGET"),
      environment: environment, serverVersions: serverVersion)
  }
}
