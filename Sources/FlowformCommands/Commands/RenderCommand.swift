package import ArgumentParser
import Blueprints
import Model
import Reporting
import YAML

/// `flowform render`: the entries of blueprints after resolution, without a server.
package struct RenderCommand: FlowformCommand {
  package static let configuration = CommandConfiguration(
    commandName: "render", abstract: "Show what the tags of blueprints come to.",
    discussion: "What only a server can answer stands as {key_of: ID} or {find: [MODEL, CONDITIONS]}.")

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
    let settings = try target.settings()
    let catalog = try catalog.load()
    try blueprints.refuseUnknownModels(catalog)
    let files = blueprints.read(settings)
    let rendered = RenderedSet(
      files.files, catalog: catalog,
      options: try language.desiredSetOptions(
        settings,
        only: blueprints.selected, isStrict: blueprints.strict, isOffline: true))
    let diagnostics = files.diagnostics + rendered.diagnostics
    Console.print(OutputOptions.textReporter(files, noColor: noColor).diagnostics(diagnostics))
    guard !diagnostics.hasErrors else { return .wrong }
    let entries = Value.list(rendered.entries.map(\.value))
    switch format {
    case .json: Console.result(JSONWriter.write(entries, style: .pretty))
    case .yaml: Console.print(Report(output: try Emitter.text(of: entries)))
    }
    return .done
  }
}
