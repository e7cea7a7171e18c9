import HTTPTypes
import Model
import OrderedCollections

/// Walks flows: answers a request with the pending challenge, or carries the run on.
///
/// Recorded from 2024.8 and 2026.5. Runs are in memory, their effects in the store.
struct FlowExecutor: Sendable {
  let store: ObjectStore
  let kinds: ServedKinds
  let traits: ServerTraits
  let sessions = FlowSessions()
  /// The current time, in seconds since 1970.
  let now: @Sendable () -> Double

  /// Answers a request to the executor of a flow. A wrong token only counts once there is a plan.
  func response(to request: SandboxRequest, flow slug: String, _ identity: Result<Identity, Refusal>)
    async throws -> SandboxResponse
  {
    let response = try await withRun(request, flow: slug) { run -> SandboxResponse? in
      guard let run else { return nil }
      return try FlowWalk(run: run, identity: identity).response()
    }
    return response ?? (request.isRead ? .notFoundPage : .crash)
  }

  /// Gives the token's user a run of a flow, in a session that the answer's cookie names (recorded).
  func execute(_ request: SandboxRequest, flow slug: String, as username: String) async throws
    -> SandboxResponse
  {
    let traits = traits
    let response = try await withRun(request, flow: slug) { run -> SandboxResponse? in
      guard let run else { return nil }
      run.tokenUser = try run.store.user(named: username)?.primaryKey
      do {
        let context = PlanContext(user: run.tokenUser.map(PlanContext.User.stored))
        run.session.plan = try FlowPlanner(run: run).plan(context)
      } catch is FlowDoesNotApply {
        run.session.plan = nil
        if traits.flows.refusesToExecute { return .html(400, "Bad Request") }
      }
      // A flow without stages makes the server crash.
      if run.session.plan?.steps.isEmpty == true { return .errorPage }
      let link = Value.string("http://\(request.host)/if/flow/\(slug)/")
      return SandboxResponse(
        status: 200, contentType: traits.jsonContentType, body: JSONWriter.bytes(of: ["link": link]))
    }
    return response ?? .notFoundPage
  }

  /// `GET /flows/-/cancel/`: forgets the run of a session.
  func cancel(_ request: SandboxRequest) async throws -> SandboxResponse {
    let next = request.parameter("next").flatMap { RelativeAddress.isRelative($0) ? $0 : nil }
    let target = traits.flows.cancelLeadsOn ? next : nil
    var response = SandboxResponse.redirect(target ?? "/flows/-/default/invalidation/")
    if var session = try await session(of: request), session.plan != nil {
      session.plan = nil
      sessions.save(session, insteadOf: session.key)
      response.headers += SessionCookies.session(session, request, now: now()).map { (.setCookie, $0) }
    }
    return response
  }

  func session(of request: SandboxRequest) async throws -> FlowSession? {
    // Most clients of the API send no cookies.
    guard request.headers[.cookie] != nil else { return nil }
    return try await store.read { store in try sessions.session(of: request, store, now: now()) }
  }

  /// Runs a body on a run of a flow in the request's session, and then stores the session; nil for an unknown flow.
  private func withRun(
    _ request: SandboxRequest, flow slug: String,
    _ body: @escaping @Sendable (FlowRun?) throws -> SandboxResponse?
  ) async throws -> SandboxResponse? {
    guard let kind = kinds.kind("authentik_flows.flow") else { return nil }
    return try await store.write { store in
      guard let flow = try store.object(kind, detail: slug) else { return try body(nil) }
      let session = try sessions.session(of: request, store, now: now()) ?? FlowSession()
      let run = FlowRun(
        store: store, sessions: sessions, traits: traits, request: request, flow: flow, now: now(),
        session: session)
      guard var response = try body(run) else { return nil }
      response.headers += SessionCookies.headers(run)
      run.session.isFlushed = false
      sessions.save(run.session, insteadOf: session.key)
      return response
    }
  }
}
