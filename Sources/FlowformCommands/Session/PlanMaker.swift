import Blueprints
import Catalog
import Foundation
import Model
import Observing
import Planning
import StateFile

/// Makes a plan: what the blueprints want, against what the server has and the state remembers.
struct PlanMaker {
  let session: Session
  let mode: ReadMode
  let parallelism: Int
  let only: Set<String>
  let prunes: Bool

  init(session: Session, server: ServerOptions, blueprints: BlueprintOptions, planning: PlanOptions) {
    self.session = session
    mode = server.read
    parallelism = server.parallelism
    only = blueprints.selected
    prunes = planning.prune
  }

  private var observer: Observer {
    Observer(session.api, catalog: session.catalog, mode: mode, parallelism: parallelism)
  }

  /// The plan, with the diagnostics of the blueprints in front of its own.
  func plan(_ desired: DesiredSet, _ files: BlueprintFiles, state: StateSnapshot) async throws -> Plan {
    let records = state.resources.filter { only.isEmpty || only.contains($0.value.kind) }
    let observations = try await observer.observe(Subject.all(desired.entries, records: records))
    try refuseForeignState(state, observations)
    var input = PlanInput(entries: desired.entries, catalog: session.catalog, observations: observations)
    input.described = desired.described
    input.sources = Set(files.files.map(\.source.file))
    input.records = records
    input.intendedCreates = Set(
      state.intents.values.filter { $0.action == "create" && $0.hasUniqueKey }.map(\.address))
    input.prunes = prunes
    let key = ProcessInfo.processInfo.environment.value("FLOWFORM_STATE_KEY")
    input.secretHash = SecretHash(lineage: state.lineage, key: key)
    var plan = try await observer.withCascades(Planner.plan(input))
    plan.diagnostics = files.diagnostics + desired.diagnostics + plan.diagnostics
    plan.basis = basis(files: files.digests, state: state)
    return plan
  }

  /// What is no longer as a saved plan saw it; empty where it still holds.
  func differences(from plan: Plan, state: StateSnapshot) async throws -> [String] {
    guard let basis = plan.basis else { return ["the plan does not say what it depends on"] }
    let files = BlueprintFiles(basis.files.keys.sorted()) { [] }
    let differences = basis.differences(from: self.basis(files: files.digests, state: state))
    guard differences.isEmpty else { return differences }
    let observations = try await observer.observe(Subject.all(plan))
    try refuseForeignState(state, observations)
    return Staleness.differences(of: plan, observations: observations, catalog: session.catalog)
  }

  private func basis(files: [String: String], state: StateSnapshot) -> PlanBasis {
    PlanBasis(
      toolVersion: Version.current, serverVersion: session.serverVersion, url: session.server,
      // A state that was never written has no lineage yet that another run could know.
      lineage: state.serial == 0 ? "" : state.lineage, serial: state.serial, files: files)
  }

  private func refuseForeignState(
    _ state: StateSnapshot, _ observations: [String: Observation]
  ) throws(CommandFailure) {
    guard
      StateOwnership.isForeign(
        state.resources, observations: observations, catalog: session.catalog,
        isSameAddress: state.server == session.server)
    else { return }
    throw CommandFailure(
      .wrong,
      "the state \(session.store.path) belongs to another server (\(state.server ?? "unknown")): none of its objects has the recorded primary key here; name this server's state with --state"
    )
  }
}

extension BlueprintFiles {
  /// SHA-256 of each file by path; standard input has none, since it cannot be read again.
  var digests: [String: String] {
    let named = files.filter { $0.source.file != "<stdin>" }
    return Dictionary(named.map { ($0.source.file, Digest.of($0.source.bytes)) }) { $1 }
  }
}
