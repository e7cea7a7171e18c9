import Catalog
import HTTPTypes
import Model
import OrderedCollections

extension Engine {
  /// `POST /core/users/<pk>/impersonate/`: the session acts as another user; by token, a new session does.
  func impersonate(_ request: SandboxRequest, _ kind: ServedKind, _ detail: String, _ identity: Identity)
    async throws -> SandboxResponse
  {
    try identity.requireSuperuser()
    let user = try await existing(kind, detail).primaryKey
    let username = identity.username ?? ""
    let own = try await store.read { try $0.user(named: username)?.primaryKey }
    let known = try await flows.session(of: request)
    var session = known ?? FlowSession()
    session.impersonator = session.impersonator ?? session.user ?? own
    session.user = user
    return answer(session, request, status: traits.flows.impersonationStatus)
  }

  /// `GET /core/users/impersonate_end/`.
  func endImpersonation(_ request: SandboxRequest) async throws -> SandboxResponse {
    try requireMethod(request, ["GET", "HEAD"])
    guard var session = try await flows.session(of: request) else { throw Refusal.anonymous }
    session.user = session.impersonator ?? session.user
    session.impersonator = nil
    return answer(session, request, status: 204)
  }

  private func answer(_ session: FlowSession, _ request: SandboxRequest, status: Int) -> SandboxResponse {
    flows.sessions.save(session, insteadOf: session.key)
    var response = SandboxResponse(status: status)
    response.headers += SessionCookies.session(session, request, now: flows.now()).map { (.setCookie, $0) }
    return response
  }

  /// `POST /core/users/<pk>/recovery/`: a link to the brand's recovery flow, by which a visitor is that user.
  func recoveryLink(_ request: SandboxRequest, _ kind: ServedKind, _ detail: String, _ identity: Identity)
    async throws -> SandboxResponse
  {
    try identity.requireOnObject(.change, kind)
    let user = try await existing(kind, detail)
    let flows = flows
    let link = try await store.write { store -> String? in
      let key = try Brand.current(store)?["flow_recovery"] ?? .null
      guard let flow = try store.object(referredToAs: "authentik_flows.flow", by: key) else { return nil }
      let run = FlowRun(
        store: store, sessions: flows.sessions, traits: flows.traits, request: request, flow: flow,
        now: flows.now(), session: FlowSession())
      let plan = try FlowPlanner(run: run).plan(PlanContext(user: .stored(user.primaryKey)))
      let name = Coercion.text(user.fields["uid"] ?? .null) ?? ""
      let token = try FlowTokens(run: run).insert(
        "\(name)-password-reset-\(NewIdentifier.make())", user, 3_600, plan)
      return "http://\(request.host)/if/flow/\(flow.fields["slug"]?.string ?? "")/?flow_token=\(token)"
    }
    guard let link else {
      throw Refusal(400, body: ["non_field_errors": "No recovery flow set."])
    }
    return json(["link": .string(link)])
  }
}
