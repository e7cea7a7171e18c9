import Catalog
import Model
import OrderedCollections

/// Makes the plan of a run.
struct FlowPlanner {
  let run: FlowRun

  /// Throws if the flow does not apply.
  func plan(_ context: PlanContext = PlanContext()) throws -> FlowPlan {
    guard try FlowAuthentication.allows(run) else { throw FlowDoesNotApply(messages: []) }
    var plan = FlowPlan(flow: run.flow, steps: [], context: context)
    run.plan = plan
    let engine = PolicyEngine(run: run)
    let user = try run.user
    let result = try engine.result(of: run.flow, for: user)
    guard result.passes else { throw FlowDoesNotApply(messages: result.messages) }
    let bindings = try run.store.links(
      to: run.flow, model: "authentik_flows.flowstagebinding", field: "target"
    ).map(\.source).sorted { ($0.fields["order"]?.integer ?? 0) < ($1.fields["order"]?.integer ?? 0) }
    for binding in bindings {
      let key = binding.fields["stage"] ?? .null
      guard let stage = try run.store.object(referredToAs: "authentik_flows.stage", by: key) else { continue }
      if binding.fields["evaluate_on_plan"] == true {
        guard try engine.result(of: binding, for: user).passes else { continue }
      }
      plan.steps.append(
        FlowPlan.Step(
          binding: binding, stage: stage,
          isReevaluated: binding.fields["re_evaluate_policies"] == true))
    }
    // Policies may have changed it.
    plan.context = run.plan?.context ?? context
    return plan
  }
}

/// Why a flow is not for this visitor: what its policies say, if they say anything.
struct FlowDoesNotApply: Error, Sendable {
  let messages: [String]
}
