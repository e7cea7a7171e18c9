import Catalog
import Model
import OrderedCollections

/// A stage that leads to an address or another flow, which it then plans at once.
struct RedirectStage: FlowStage {
  private static let field = Field(name: "to", type: .text(.plain), isRequired: true, allowsBlank: false)

  func show(_ run: FlowRun) throws -> StageResult {
    guard run.stage["mode"] == "flow" else { return challenge(run.stage["target_static"]?.string ?? "") }
    let key = run.stage["target_flow"] ?? .null
    guard let flow = try run.store.object(referredToAs: "authentik_flows.flow", by: key) else {
      return .denied(nil)
    }
    let context = run.stage["keep_context"] == true ? run.plan?.context : nil
    let other = FlowRun(
      store: run.store, sessions: run.sessions, traits: run.traits, request: run.request, flow: flow,
      now: run.now, session: run.session)
    other.isRedirected = true
    do {
      run.next = try FlowPlanner(run: other).plan(context ?? PlanContext())
    } catch is FlowDoesNotApply {
      throw FlowFailure(message: "Flow does not apply to current user.")
    }
    return challenge("/if/flow/\(flow.fields["slug"]?.string ?? "")/")
  }

  private func challenge(_ target: String) -> StageResult {
    .challenge(Challenge(component: "xak-flow-redirect", fields: ["to": .string(target)]))
  }

  func answer(_ sent: ValueMap, _ run: FlowRun) throws -> StageResult {
    var errors = AnswerErrors()
    _ = AnswerReader(traits: run.traits).read(sent, [Self.field], &errors)
    return errors.isEmpty ? try show(run) : .refused(errors)
  }
}
