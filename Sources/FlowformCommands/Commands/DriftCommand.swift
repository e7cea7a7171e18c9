package import ArgumentParser
import Model
import Operations
import Planning
import Reporting
import State

/// `flowform drift`: shows what changed outside since the last apply; writes nothing.
package struct DriftCommand: FlowformCommand {
  package static let configuration = CommandConfiguration(
    commandName: "drift", abstract: "Show what changed outside since the last apply.",
    discussion: """
      Compares the state with the server, independent of the blueprints. \
      Exits with 2 if there is drift.

      Examples:
        flowform drift
        flowform drift blueprints/login.yaml
        flowform drift --only authentik_flows.flow --format json
      """)

  @Argument(
    help: "Compare only objects applied from this file or directory; all objects unless given.",
    completion: .file())
  var paths: [String] = []

  @Option(help: ArgumentHelp("Compare only objects of this model (repeatable).", valueName: "model"))
  var only: [String] = []

  @OptionGroup var server: ServerOptions
  @OptionGroup var state: StateOptions
  @OptionGroup var output: OutputOptions

  @OptionGroup var target: TargetOptions

  package init() {}

  package func execute() async throws -> ExitStatus {
    try output.refuse(allBut: [.text, .json], in: "drift")
    let settings = try target.settings()
    return try await Session.with(server, state, settings, progress: output.progress) { session in
      let operation = DriftOperation(session)
      let drift = try await operation.run(
        paths: paths, models: Set(only.map { $0.lowercased() }), moves: settings.moved, mode: server.read)
      session.context.activity.end()
      Console.print(output.reporter().drift(drift, context: output.context(session.server, [])))
      guard !drift.plan.diagnostics.hasErrors else { return .failed }
      return drift.plan.changes.isEmpty ? .done : .changes
    }
  }
}
