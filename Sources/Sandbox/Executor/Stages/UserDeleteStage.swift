import Model

/// A stage that deletes the run's user and signs out; it acts at once.
struct UserDeleteStage: FlowStage {
  func show(_ run: FlowRun) throws -> StageResult {
    guard let user = try run.user else { return .denied(nil) }
    try run.store.delete(cascading: user)
    try Sessions(run: run).end()
    return .passed
  }
}
