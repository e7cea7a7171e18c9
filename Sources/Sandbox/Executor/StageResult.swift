import Model

/// What a stage makes of a request.
enum StageResult: Sendable {
  case challenge(Challenge)
  /// The answer is not accepted. Its binding decides whether the stage is shown again or the flow begins again.
  case refused(AnswerErrors)
  /// The run goes on with the next stage.
  case passed
  /// The run ends; nil if nobody says why. The binding may let the flow begin again instead.
  case denied(String?)
}
