package import ArgumentParser
import Blueprints
import Model
import Operations
import Reporting

/// `flowform validate`: checks blueprints without a server.
package struct ValidateCommand: FlowformCommand {
  package static let configuration = CommandConfiguration(
    commandName: "validate", abstract: "Check blueprints without a server.",
    discussion: """
      Finds every mistake of every file in one run: syntax, tags, models, fields, values and references. Checks the \
      tests of flows (*.flowtest.yaml) too, by themselves and against the blueprints.

      Examples:
        flowform validate
        flowform validate --strict --context company=Acme blueprints/login.yaml
        flowform validate --server-version 2024.8 --format sarif > flowform.sarif
        flowform validate --server-version 2025.10 --server-version 2025.12
      """)

  @OptionGroup var blueprints: BlueprintOptions
  @OptionGroup var language: LanguageOptions
  @OptionGroup var catalog: CatalogOptions
  @OptionGroup var output: OutputOptions

  @OptionGroup var target: TargetOptions

  package init() {}

  package var isQuiet: Bool { output.quiet }

  package func execute() async throws -> ExitStatus {
    let offline = try OfflineBlueprints(
      blueprints, language, catalog, target, takesSeveral: true, takesTests: true)
    let files = offline.files
    let (desired, testCount, found) = try ValidateOperation.run(
      files, against: offline.catalogs, options: offline.options)
    let diagnostics = files.diagnostics + found
    Console.print(
      output.reporter(files).validation(
        Validation(
          diagnostics: diagnostics, fileCount: files.files.count - desired.skippedFiles.count,
          entryCount: desired.entries.count, skippedFiles: desired.skippedFiles,
          testCount: testCount, testFileCount: files.tests.count)))
    return diagnostics.hasErrors ? .failed : .done
  }
}
