package import ArgumentParser
import LiveReading
import Model
import Planning
import Reporting
import State

/// `flowform drift`: what changed outside since the last apply; writes neither to the server nor to the state.
package struct DriftCommand: FlowformCommand {
  package static let configuration = CommandConfiguration(
    commandName: "drift", abstract: "Show what changed outside since the last apply.",
    discussion: """
      Compares what the state remembers with the server; what the blueprints say by now does not matter. \
      Exits with 2 if there is drift.

      Examples:
        flowform drift
        flowform drift blueprints/login.yaml
        flowform drift --only authentik_flows.flow --format json
      """)

  @Argument(
    help: "Look only at what was applied from this file or directory; at everything unless given.",
    completion: .file())
  var paths: [String] = []

  @Option(help: ArgumentHelp("Look only at objects of this model (repeatable).", valueName: "model"))
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
      // Not `currentState`, which would write down what an interrupted run left in its journal.
      let snapshot = try await session.store.load().snapshot.moving(settings.moved)
      let models = Set(only.map { $0.lowercased() })
      try session.catalog.refuseUnknown(models, besides: snapshot.models)
      let records = try StateSelection(paths: paths, models: models)
        .records(in: snapshot.resources)
      let reader = LiveReader(
        session.api, catalog: session.catalog, mode: server.read, parallelism: session.parallelism)
      let liveObjects = try await reader.liveObjects(of: LookupTarget.all([], records: records))
      try session.refuseForeignState(snapshot, liveObjects)
      var drift = Drift.found(
        in: records, liveObjects: liveObjects, catalog: session.catalog,
        hash: .of(snapshot),
        serverKeys: try await reader.serverKeys(of: Set(records.values.map(\.kind))))
      drift.plan = try await reader.withNames(drift.plan, liveObjects)
      session.activity.end()
      Console.print(output.reporter().drift(drift, context: output.context(session, [])))
      guard !drift.plan.diagnostics.hasErrors else { return .wrong }
      return drift.plan.changes.isEmpty ? .done : .changes
    }
  }
}
