package import ArgumentParser
import Blueprints
import Model
import Operations
import Reporting
import YAML

/// `flowform render`: prints the entries of blueprints after resolution, without a server.
package struct RenderCommand: FlowformCommand {
  package static let configuration = CommandConfiguration(
    commandName: "render", abstract: "Show blueprints with their tags resolved.",
    discussion: """
      Values that only a server knows are printed as {key_of: ID} or {find: [MODEL, CONDITIONS]}, and unset \
      variables as {env: NAME}. Secrets are masked. Values from variables are masked too, unless --env-show \
      names the variable.

      Examples:
        flowform render
        flowform render --context company=Acme --format json blueprints/login.yaml
        flowform render - < blueprints/login.yaml
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case yaml, json
  }

  @OptionGroup var blueprints: BlueprintOptions
  @OptionGroup var language: LanguageOptions
  @OptionGroup var catalog: CatalogOptions

  @Option(help: "How to print.")
  var format = Format.yaml

  @Flag(help: "Print without colour, as NO_COLOR does.")
  var noColor = false

  @OptionGroup var target: TargetOptions

  package init() {}

  package func execute() async throws -> ExitStatus {
    let offline = try OfflineBlueprints(blueprints, language, catalog, target)
    let files = offline.files
    let rendered = RenderedSet(
      ParsedSet(files.files, catalog: offline.catalog), options: offline.options)
    try offline.catalog.refuse(namesOfNothing: rendered.namesOfNothing)
    let diagnostics = files.diagnostics + rendered.diagnostics
    Console.print(OutputOptions.textReporter(files, noColor: noColor).diagnostics(diagnostics))
    guard !diagnostics.hasErrors else { return .failed }
    let entries = Value.list(rendered.entries.map(\.value))
    switch format {
    case .json: Console.result(JSONWriter.write(entries, style: .pretty))
    case .yaml: Console.print(Report(output: try Emitter.text(of: entries)))
    }
    return .done
  }
}
