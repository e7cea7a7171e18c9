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
      Compares the state with the server; the blueprints do not matter. \
      Exits with 2 if something changed. With several targets, the worst exit status counts.

      Examples:
        flowform drift
        flowform drift blueprints/login.yaml
        flowform drift --only authentik_flows.flow --format json
        flowform drift --all-targets
      """)

  @Argument(
    help: "Compare only objects that were applied from this file or folder (default: all objects).",
    completion: .file())
  var paths: [String] = []

  @Option(help: ArgumentHelp("Compare only objects of this model (repeatable).", valueName: "model"))
  var only: [String] = []

  @OptionGroup var server: ServerOptions
  @OptionGroup var state: StateOptions
  @OptionGroup var output: OutputOptions

  @OptionGroup var targets: TargetsOptions

  package init() {}

  package var isQuiet: Bool { output.quiet }

  package func execute() async throws -> ExitStatus {
    try output.refuse(allBut: [.text, .json], in: "drift")
    let settings = try targets.settings()
    guard settings.count == 1 else {
      let runs = TargetRuns(server: server, state: state, settings: settings)
      try runs.check()
      return await runs.run(output.reporter()) { session, settings in
        let drift = try await drift(session, settings)
        return (.drift(drift, output.context(session.server, [])), Self.status(drift))
      }
    }
    return try await Session.with(server, state, settings[0], progress: output.progress) { session in
      let drift = try await drift(session, settings[0])
      session.context.activity.end()
      Console.print(output.reporter().drift(drift, context: output.context(session.server, [])))
      return Self.status(drift)
    }
  }

  private func drift(_ session: Session, _ settings: Settings) async throws -> Drift {
    try await DriftOperation(session).run(
      paths: paths, models: Set(only.map { $0.lowercased() }), moves: settings.moved, mode: server.read)
  }

  private static func status(_ drift: Drift) -> ExitStatus {
    guard !drift.plan.diagnostics.hasErrors else { return .failed }
    return drift.plan.changes.isEmpty ? .done : .changes
  }
}
