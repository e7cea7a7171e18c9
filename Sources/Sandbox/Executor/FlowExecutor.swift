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

  /// Answers a request to the executor of a flow.
  func response(to request: SandboxRequest, flow slug: String, tokenFailure: Refusal?) async throws
    -> SandboxResponse
  {
    guard let kind = kinds.kind("authentik_flows.flow") else { return .notFoundPage }
    let outcome = try await store.write { store -> (response: SandboxResponse, session: FlowSession)? in
      guard let flow = try store.object(kind, detail: slug) else { return nil }
      let session = sessions.session(of: request) ?? FlowSession(key: NewIdentifier.make())
      let former = session.key
      let run = FlowRun(
        store: store, traits: traits, request: request, flow: flow, now: now(), session: session)
      var response = try FlowWalk(run: run, tokenFailure: tokenFailure).response()
      sessions.save(run.session, insteadOf: former)
      response.headers += SessionCookies.headers(run)
      return (response, run.session)
    }
    guard let outcome else { return request.isRead ? .notFoundPage : .crash }
    return outcome.response
  }

  /// `GET /flows/-/cancel/`: forgets the run of a session.
  func cancel(_ request: SandboxRequest) -> SandboxResponse {
    if var session = sessions.session(of: request) {
      session.plan = nil
      sessions.save(session, insteadOf: session.key)
    }
    return .redirect("/flows/-/default/invalidation/")
  }
}
