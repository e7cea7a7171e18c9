import Catalog
import Model
import OrderedCollections

/// A stage with a captcha. The sandbox asks no captcha service, so it refuses every token like a server without a
/// network.
struct CaptchaStage: FlowStage {
  private static let field = Field(name: "token", type: .text(.plain), isRequired: true, allowsBlank: false)
  private static let component = "ak-stage-captcha"

  func show(_ run: FlowRun) throws -> StageResult {
    .challenge(
      Challenge(component: Self.component, fields: Self.fields(run.stage, run.traits), showsUser: true))
  }

  func answer(_ sent: ValueMap, _ run: FlowRun) throws -> StageResult {
    var errors = AnswerErrors()
    _ = AnswerReader(traits: run.traits).read(sent, [Self.field], &errors)
    guard errors.isEmpty else { return .refused(errors) }
    return .refused(AnswerErrors("token", run.traits.flows.captchaMessage))
  }

  /// The captcha of an identification stage; null without one.
  static func shownInside(_ stage: ValueMap?, _ run: FlowRun) throws -> Value {
    guard let stage else { return .null }
    let user: ValueMap = [
      "component": .string(component), "pending_user": .string(try run.shownUsername),
      "pending_user_avatar": .string(ChallengeWriter.picture),
    ]
    return .map(user.merging(fields(stage, run.traits)) { $1 })
  }

  private static func fields(_ stage: ValueMap, _ traits: ServerTraits) -> ValueMap {
    var fields: ValueMap = ["site_key": stage["public_key"] ?? "", "js_url": stage["js_url"] ?? ""]
    if traits.flows.identificationHasMore { fields["interactive"] = stage["interactive"] ?? false }
    return fields
  }
}
