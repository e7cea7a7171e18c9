import Model
import Planning
import State
import TestSupport

@testable import Applying

extension Applier {
  /// Applies changes, with a journal that is gone afterwards.
  func apply(
    _ changes: [PlannedChange], report: @escaping (ApplyEvent) -> Void = { _ in }
  ) async throws -> Applied {
    let directory = try TemporaryDirectory()
    let path = directory.path("journal")
    let snapshot = StateSnapshot(lineage: "l")
    return try await apply(
      Plan(changes: changes), to: snapshot,
      journal: { () throws(StateError) in try Journal(path: path, state: snapshot) }, report: report)
  }
}
