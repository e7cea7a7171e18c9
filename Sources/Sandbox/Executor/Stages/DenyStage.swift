import Model
import OrderedCollections

/// A stage that ends every run.
struct DenyStage: FlowStage {
  func show(_ run: FlowRun) throws -> StageResult {
    let message = run.stage["deny_message"]?.string ?? ""
    return .denied(message.isEmpty ? nil : message)
  }
}
