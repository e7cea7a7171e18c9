package import ArgumentParser
import Blueprints
import Model
import Reporting

/// `flowform validate`: checks blueprints without a server.
package struct ValidateCommand: FlowformCommand {
  package static let configuration = CommandConfiguration(
    commandName: "validate", abstract: "Check blueprints without a server.",
    discussion: """
      Finds every mistake of every file in one run: syntax, tags, models, fields, values and references.

      Examples:
        flowform validate
        flowform validate --strict --context company=Acme blueprints/login.yaml
        flowform validate --server-version 2024.8 --format sarif > flowform.sarif
      """)

  @OptionGroup var blueprints: BlueprintOptions
  @OptionGroup var language: LanguageOptions
  @OptionGroup var catalog: CatalogOptions
  @OptionGroup var output: OutputOptions

  @OptionGroup var target: TargetOptions

  package init() {}

  package func execute() async throws -> ExitStatus {
    let offline = try OfflineBlueprints(blueprints, language, catalog, target)
    let files = offline.files
    let desired = try offline.desired()
    let diagnostics = files.diagnostics + desired.diagnostics
    Console.print(
      output.reporter(files).validation(
        Validation(
          diagnostics: diagnostics, fileCount: files.files.count - desired.skippedFiles.count,
          entryCount: desired.entries.count, skippedFiles: desired.skippedFiles)))
    return diagnostics.hasErrors ? .failed : .done
  }
}
