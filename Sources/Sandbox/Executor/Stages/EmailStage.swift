import Catalog
import Model
import OrderedCollections

/// A stage that sends a link by e-mail and waits for somebody to open it. The sandbox sends nothing; the link's token
/// is among the tokens, its key at `view_key`.
struct EmailStage: FlowStage {
  private static let sent = "email_sent"

  func show(_ run: FlowRun) throws -> StageResult {
    if run.plan?.context.restoredBy != nil { return try opened(run) }
    guard run.plan?.context.user != nil else { return .denied(nil) }
    if run.plan?.context.values[Self.sent] != true { try send(run) }
    return .challenge(Challenge(component: "ak-stage-email"))
  }

  func answer(_ sent: ValueMap, _ run: FlowRun) throws -> StageResult {
    guard run.plan?.context.user != nil else { return .denied(nil) }
    try send(run)
    return .refused(AnswerErrors(AnswerErrors.general, "email-sent", code: "email-sent"))
  }

  /// The visitor came by the link.
  private func opened(_ run: FlowRun) throws -> StageResult {
    guard var user = try run.user else { return .denied(nil) }
    if run.stage["activate_user_on_success"] == true, user.fields["is_active"] != true {
      user.fields["is_active"] = true
      try run.store.update(user)
    }
    return .passed
  }

  /// Nothing shows whether there is such a user (recorded).
  private func send(_ run: FlowRun) throws {
    run.change { $0.values[Self.sent] = true }
    guard let user = try run.user else { return }
    guard user.fields["email"]?.string?.isEmpty == false else {
      throw FlowFailure(message: "No recipient")
    }
    try FlowTokens(run: run).make(for: user)
  }
}
