import Model
import OrderedCollections

/// A stage that only waits for an answer, or fails.
struct DummyStage: FlowStage {
  func show(_ run: FlowRun) throws -> StageResult {
    if run.stage["throw_error"] == true { throw FlowFailure(message: "Test error") }
    return .challenge(Challenge(component: "ak-stage-dummy", fields: ["name": run.stage["name"] ?? ""]))
  }

  func answer(_ sent: ValueMap, _ run: FlowRun) throws -> StageResult { .passed }
}
