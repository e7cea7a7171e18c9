package import ArgumentParser
import Blueprints
import FlowTesting
import Model
import Reporting

/// `flowform schema`: prints the JSON schemas of what flowform reads and prints.
package struct SchemaCommand: FlowformCommand {
  package static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print a JSON schema: of blueprints or tests for editors, or of flowform's output.",
    discussion: """
      For VS Code, install the YAML extension and save the schema. A test file names its schema in its first line, \
      `# yaml-language-server: $schema=tests.schema.json`. For blueprints, add these lines to .vscode/settings.json. \
      They list the tags because a JSON schema cannot describe them:

        "yaml.schemas": {".vscode/blueprint.schema.json": "blueprints/**/*.yaml"},
        "yaml.customTags": [
      \(tagLines)
        ]

      Examples:
        flowform schema > .vscode/blueprint.schema.json
        flowform schema --of tests > tests.schema.json
        flowform schema --of plan > plan.schema.json
      """)

  private static var tagLines: String {
    (TagDescription.customTags + FlowTestSchema.customTags).map { "    \"\($0)\"" }.joined(separator: ",\n")
  }

  enum Subject: String, ExpressibleByArgument, CaseIterable {
    case blueprints, tests, plan, targets, diagnostics, events, upgrade, coverage
    case testResults = "test-results"
  }

  @Option(
    help:
      "What the schema describes: blueprints, tests of flows, a plan (printed or saved), a plan of several targets, the diagnostics of validate, the events of apply, or the result of upgrade, coverage or test."
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
    case .tests: Console.result(JSONWriter.write(FlowTestSchema.value, style: .pretty))
    case .plan: Console.result(OutputSchema.plan.text)
    case .targets: Console.result(OutputSchema.targets.text)
    case .diagnostics: Console.result(OutputSchema.diagnostics.text)
    case .events: Console.result(OutputSchema.events.text)
    case .upgrade: Console.result(OutputSchema.upgrade.text)
    case .coverage: Console.result(OutputSchema.coverage.text)
    case .testResults: Console.result(OutputSchema.testResults.text)
    }
    return .done
  }
}
