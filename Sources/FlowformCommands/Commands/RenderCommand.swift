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
      Needs no server. A value that only a server knows is printed as {key_of: ID} or {find: [MODEL, CONDITIONS]}, \
      and an unset variable as {env: NAME}. Secrets are masked, and so are the values of variables. To see the \
      value of a variable, name it with --env-show.

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

  @OptionGroup var messages: MessageOptions

  @OptionGroup var target: TargetOptions

  package init() {}

  package var isQuiet: Bool { messages.quiet }

  package func execute() async throws -> ExitStatus {
    let offline = try OfflineBlueprints(blueprints, language, catalog, target)
    let files = offline.files
    let rendered = RenderedSet(
      ParsedSet(files.files, catalog: offline.catalog), options: offline.options)
    try offline.catalog.refuse(namesOfNothing: rendered.namesOfNothing)
    let diagnostics = files.diagnostics + rendered.diagnostics
    Console.print(messages.reporter(files).diagnostics(diagnostics))
    guard !diagnostics.hasErrors else { return .failed }
    let entries = Value.list(rendered.entries.map(\.value))
    switch format {
    case .json: Console.result(JSONWriter.write(entries, style: .pretty))
    case .yaml: Console.print(Report(output: try Emitter.text(of: entries)))
    }
    return .done
  }
}
