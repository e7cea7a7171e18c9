import Model

/// How the stages of one kind behave in a run.
///
/// A conformer has no state: what a stage must remember is in the plan's context or in the session.
protocol FlowStage: Sendable {
  /// The result of a GET: most stages show a challenge, some act at once.
  func show(_ run: FlowRun) throws -> StageResult

  /// The result of a POST, with the sent object.
  func answer(_ sent: ValueMap, _ run: FlowRun) throws -> StageResult
}

extension FlowStage {
  /// A stage that acts at once does so for a POST as well.
  func answer(_ sent: ValueMap, _ run: FlowRun) throws -> StageResult { try show(run) }
}
