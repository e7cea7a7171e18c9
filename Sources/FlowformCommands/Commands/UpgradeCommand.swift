package import ArgumentParser
import Blueprints
import Catalog
import Model
import Operations
import Reporting
import Upgrading

/// `flowform upgrade`: shows what a newer authentik changes for blueprints, and rewrites them.
package struct UpgradeCommand: FlowformCommand {
  package static let configuration = CommandConfiguration(
    commandName: "upgrade", abstract: "Show what a newer authentik changes for blueprints, and rewrite them.",
    discussion: """
      Lists everything that the newer version refuses, ignores or understands in another way, and says what to do. \
      With --write, rewrites everything that has only one right answer, and leaves every other byte of the files \
      as it is. flowform writes a file only if the newer version accepts the result.

      Exits with 0; with --detailed-exitcode, exits with 2 if something is left to do.

      Examples:
        flowform upgrade --to 2026.8
        flowform upgrade --from 2025.10 --to 2025.12 --diff blueprints/login.yaml
        flowform upgrade --to 2026.8 --write
      """)

  @Argument(
    help: "A file, a folder, or - for standard input (default: blueprints).", completion: .file())
  var paths: [String] = []

  @Option(
    help: ArgumentHelp(
      "The version of authentik to upgrade to (default: the target's server-version, or the newest one that is built in).",
      valueName: "version"))
  var to: String?

  @Option(
    help: ArgumentHelp(
      "The version that the blueprints work with. Lists only what changed after it.",
      valueName: "version"))
  var from: String?

  @Flag(help: "Rewrite the files.")
  var write = false

  @Flag(help: "Show what changes in the text of the files.")
  var diff = false

  @Flag(help: "Also rewrite what authentik does not document.")
  var inferred = false

  @Flag(help: "Exit with 2 if there is something to change.")
  var detailedExitcode = false

  @OptionGroup var language: LanguageOptions
  @OptionGroup var output: OutputOptions

  @OptionGroup var target: TargetOptions

  package init() {}

  package var isQuiet: Bool { output.quiet }

  package func execute() async throws -> ExitStatus {
    let settings = try target.settings()
    guard !(write && paths.contains("-")) else {
      throw CommandFailure(.usage, "standard input cannot be rewritten; use --diff, or name the file")
    }
    let files = BlueprintOptions.read(paths, settings)
    let new = try version(to ?? settings.serverVersions.last ?? EmbeddedCatalog.newest.name, "--to")
    let old = try from.map { try version($0, "--from") }
    if let old, AuthentikVersion(old.catalog.version) >= AuthentikVersion(new.catalog.version) {
      throw CommandFailure(.usage, "--from \(old.name) is not older than --to \(new.name)")
    }
    let options = try language.desiredSetOptions(
      settings, try language.contextFiles(settings), isStrict: false, isOffline: true)
    let operation = UpgradeOperation(
      UpgradeVersions(from: old, to: new), options: options, isInferred: inferred)
    var result = try operation.run(files)
    if write { result = try operation.write(result) }
    Console.print(
      output.reporter(files).upgrade(
        UpgradeReport(from: old?.name, to: new.name, result, showsDiff: diff)))
    if result.diagnostics.hasErrors || (write && result.hasErrors) { return .failed }
    return detailedExitcode && !result.isDone ? .changes : .done
  }

  private func version(_ name: String, _ option: String) throws -> (name: String, catalog: Catalog) {
    do throws(CatalogError) {
      return (name, try EmbeddedCatalog.named(name).load())
    } catch {
      throw CommandFailure(.usage, "\(error); check \(option)")
    }
  }
}
