package import LiveReading
import Model
package import Planning
import State

/// Finds what changed outside since the last apply; writes nothing.
package struct DriftOperation: Sendable {
  private let session: Session

  package init(_ session: Session) { self.session = session }

  /// Compares the objects that were applied from these paths and are of these models; all objects if none are
  /// named.
  package func run(
    paths: [String], models: Set<String>, moves: [Move], mode: ReadMode
  ) async throws -> Drift {
    // Unlike a plan, drift does not save the journal of an interrupted run.
    let snapshot = try await session.state.load().snapshot.moving(moves)
    let known = Set(snapshot.resources.values.map(\.kind))
    try session.server.catalog.refuseUnknown(models, besides: known)
    let records = try StateSelection(paths: paths, models: models).records(in: snapshot.resources)
    let reader = session.reader(mode)
    let liveObjects = try await reader.liveObjects(of: LookupTarget.all([], records: records))
    let ownership = try session.refuseForeignState(snapshot, liveObjects)
    var drift = Drift.found(
      in: records, liveObjects: liveObjects, catalog: session.server.catalog,
      hash: session.secretHash(snapshot),
      serverKeys: try await reader.serverKeys(of: Set(records.values.map(\.kind))))
    drift.plan = try await reader.withNames(drift.plan, liveObjects)
    // A part of the state does not tell.
    if records.count == snapshot.resources.count {
      drift.plan.diagnostics += session.warnings(snapshot, ownership)
    }
    return drift
  }
}
