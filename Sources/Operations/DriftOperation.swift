package import LiveReading
import Model
package import Planning
package import State

/// Finds what changed outside since the last apply; writes nothing.
package struct DriftOperation: Sendable {
  private let session: ServerSession
  private let state: any StateBackend
  private let context: RunContext

  package init(_ session: ServerSession, _ state: any StateBackend, _ context: RunContext) {
    self.session = session
    self.state = state
    self.context = context
  }

  /// Compares the objects that were applied from these paths and are of these models; all objects if none are
  /// named.
  package func run(
    paths: [String], models: Set<String>, moves: [Move], mode: ReadMode
  ) async throws -> Drift {
    // Unlike a plan, drift does not save the journal of an interrupted run.
    let snapshot = try await state.load().snapshot.moving(moves)
    let known = Set(snapshot.resources.values.map(\.kind))
    try session.catalog.refuseUnknown(models, besides: known)
    let records = try StateSelection(paths: paths, models: models).records(in: snapshot.resources)
    let reader = LiveReader(
      session.api, catalog: session.catalog, mode: mode, parallelism: session.parallelism)
    let liveObjects = try await reader.liveObjects(of: LookupTarget.all([], records: records))
    try session.refuseForeignState(snapshot, named: state.name, liveObjects)
    var drift = Drift.found(
      in: records, liveObjects: liveObjects, catalog: session.catalog,
      hash: SecretHash(lineage: snapshot.lineage, key: context.stateKey),
      serverKeys: try await reader.serverKeys(of: Set(records.values.map(\.kind))))
    drift.plan = try await reader.withNames(drift.plan, liveObjects)
    return drift
  }
}
