import Model

/// A stage that signs out; it acts at once.
struct UserLogoutStage: FlowStage {
  func show(_ run: FlowRun) throws -> StageResult {
    try Sessions(run: run).end()
    return .passed
  }
}
