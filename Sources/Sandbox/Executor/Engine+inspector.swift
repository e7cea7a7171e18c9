import Catalog
import HTTPTypes
import Model
import OrderedCollections

extension Engine {
  /// `GET /flows/inspector/<slug>/`: the plan of a session and the steps that are done, for users who may inspect flows.
  ///
  /// A token does not do, not even with the cookies of a run (recorded).
  func inspect(_ request: SandboxRequest, _ slug: String) async throws -> SandboxResponse {
    try requireMethod(request, ["GET", "HEAD"])
    guard let kind = kinds.kind("authentik_flows.flow"),
      let flow = try await store.read({ try $0.object(kind, detail: slug) })
    else { return .notFoundPage }
    guard let session = try await flows.session(of: request), let user = session.user,
      try await mayInspect(user)
    else { return .html(traits.flows.inspectorRefusal, "Not Found") }
    guard let current = session.plan ?? session.history.last else {
      throw Refusal(400, body: "")
    }
    let context = context(request, .anonymous)
    let history =
      traits.flows.confirmsLinks
      ? session.history.filter { $0.flow.position == flow.position } : session.history
    let answer = try await store.read { store in
      let writer = PlanWriter(store: store, context: context, session: session.key)
      return Value.map([
        "plans": .list(try history.map(writer.value)), "current_plan": try writer.value(current),
        "is_completed": .bool(session.plan == nil),
      ])
    }
    return json(answer)
  }

  private func mayInspect(_ user: Value) async throws -> Bool {
    try await store.read { store in
      guard let user = try store.object(referredToAs: TokenUsers.model, by: user) else { return false }
      let rights = try UserRights(store: store).token(of: user)
      return rights.isSuperuser || rights.permissions?.contains("authentik_flows.inspect_flow") == true
    }
  }
}
