import Catalog
import Crypto
import Model
import OrderedCollections

/// Writes plans for the inspector.
struct PlanWriter {
  let store: StoreTransaction
  let context: RequestContext
  /// The key of the session.
  let session: String

  func value(_ plan: FlowPlan) throws -> Value {
    [
      "current_stage": try step(plan.steps.first),
      "next_planned_stage": try step(plan.steps.dropFirst().first),
      "plan_context": .map(try values(plan.context)),
      "session_id": .string(SHA256.hash(data: Array(session.utf8)).hexadecimal),
    ]
  }

  private func step(_ step: FlowPlan.Step?) throws -> Value {
    guard let step, step.binding.position > 0 else { return .map(Self.noStep) }
    return try AnswerWriter(store: store, context: context).answer(step.binding)
  }

  /// The placeholder of a missing stage (recorded).
  private static let noStep: ValueMap = [
    "target": .null, "stage": .null, "evaluate_on_plan": false, "re_evaluate_policies": false, "order": .null,
    "policy_engine_mode": .null, "invalid_response_action": .null,
  ]

  private func values(_ context: PlanContext) throws -> ValueMap {
    var values = context.values
    switch context.user {
    case .stored(let key):
      guard let user = try store.object(referredToAs: TokenUsers.model, by: key) else { break }
      values["pending_user"] = [
        "username": user.fields["username"] ?? "", "pk": user.primaryKey, "email": user.fields["email"] ?? "",
      ]
    case .pretended(let name): values["pending_user"] = ["username": .string(name), "pk": .null, "email": ""]
    case nil: break
    }
    if let identifier = context.identifier { values["pending_user_identifier"] = .string(identifier) }
    return values
  }
}
