package import ArgumentParser
import Blueprints
import Model
import Reporting

/// `flowform validate`: checks blueprints without a server.
package struct ValidateCommand: FlowformCommand {
  package static let configuration = CommandConfiguration(
    commandName: "validate", abstract: "Check blueprints without a server.")

  @OptionGroup var blueprints: BlueprintOptions
  @OptionGroup var language: LanguageOptions
  @OptionGroup var catalog: CatalogOptions
  @OptionGroup var output: OutputOptions

  @OptionGroup var target: TargetOptions

  package init() {}

  package func execute() async throws -> ExitStatus {
    let settings = try target.settings()
    let catalog = try catalog.load()
    try blueprints.refuseUnknownModels(catalog)
    let files = blueprints.read(settings)
    let desired = DesiredSet(
      files.files, catalog: catalog,
      options: try language.desiredSetOptions(
        settings,
        only: blueprints.selected, isStrict: blueprints.strict, isOffline: true))
    let diagnostics = files.diagnostics + desired.diagnostics
    Console.print(
      output.reporter(files).validation(
        Validation(
          diagnostics: diagnostics, fileCount: files.files.count - desired.skippedFiles.count,
          entryCount: desired.entries.count, skippedFiles: desired.skippedFiles)))
    return diagnostics.hasErrors ? .wrong : .done
  }
}
