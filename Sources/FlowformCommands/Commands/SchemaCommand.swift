package import ArgumentParser
import Blueprints
import Model
import Reporting

/// `flowform schema`: prints the JSON schemas of what flowform reads and prints.
package struct SchemaCommand: FlowformCommand {
  package static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print a JSON schema: of blueprints for editors, or of flowform's output.",
    discussion: """
      For VS Code's YAML extension, save the schema and add it to .vscode/settings.json, with the tags, which \
      a JSON schema cannot describe:

        "yaml.schemas": {".vscode/blueprint.schema.json": "blueprints/**/*.yaml"},
        "yaml.customTags": [
      \(tagLines)
        ]

      Examples:
        flowform schema > .vscode/blueprint.schema.json
        flowform schema --of plan > plan.schema.json
      """)

  private static var tagLines: String {
    TagDescription.customTags.map { "    \"\($0)\"" }.joined(separator: ",\n")
  }

  enum Subject: String, ExpressibleByArgument, CaseIterable {
    case blueprints, plan, targets, diagnostics, events, upgrade
  }

  @Option(
    help:
      "The schema's subject: blueprints, plan (also saved), targets of a plan of several, diagnostics of validate, events of apply, upgrade."
  )
  var of = Subject.blueprints

  @OptionGroup var catalog: CatalogOptions

  @OptionGroup var target: TargetOptions

  package init() {}

  package func execute() async throws -> ExitStatus {
    switch of {
    case .blueprints:
      Console.result(
        JSONWriter.write(BlueprintSchema.value(of: try catalog.load(target.settings())), style: .pretty))
    case .plan: Console.result(OutputSchema.plan.text)
    case .targets: Console.result(OutputSchema.targets.text)
    case .diagnostics: Console.result(OutputSchema.diagnostics.text)
    case .events: Console.result(OutputSchema.events.text)
    case .upgrade: Console.result(OutputSchema.upgrade.text)
    }
    return .done
  }
}
