import Catalog
import Model
import OrderedCollections

/// A stage that asks for consent. The answer repeats a token. Each challenge makes a new one.
struct ConsentStage: FlowStage {
  static let header = "consent_header"
  private static let token = "consent_token"
  private static let field = Field(name: "token", type: .text(.plain), isRequired: true, allowsBlank: false)

  func show(_ run: FlowRun) throws -> StageResult {
    let token = Value.string(NewIdentifier.make())
    run.session.values[Self.token] = token
    var fields: ValueMap = [
      "permissions": run.plan?.context.values["consent_permissions"] ?? [], "additional_permissions": [],
      "token": token,
    ]
    fields["header_text"] = run.plan?.context.values[Self.header]
    return .challenge(Challenge(component: "ak-stage-consent", fields: fields, showsUser: true))
  }

  func answer(_ sent: ValueMap, _ run: FlowRun) throws -> StageResult {
    var errors = AnswerErrors()
    let accepted = AnswerReader(traits: run.traits).read(sent, [Self.field], &errors)
    guard errors.isEmpty else { return .refused(errors) }
    guard accepted["token"] == run.session.values[Self.token] else {
      // Older versions only show the challenge again (recorded).
      return run.traits.flows.refusesWrongConsent
        ? .refused(AnswerErrors("token", "Invalid consent token, re-showing prompt")) : try show(run)
    }
    run.session.values[Self.token] = nil
    try FlowTokens(run: run).confirm()
    return .passed
  }
}
