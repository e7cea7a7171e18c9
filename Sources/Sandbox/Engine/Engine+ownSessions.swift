import Catalog
import HTTPTypes
import Model
import OrderedCollections

extension Engine {
  /// What a signed-in browser may do with the sessions of its user, without any permission: list them, with its own one
  /// marked, and delete them (seen on servers of both versions). Nil for all other requests.
  func ownSessions(_ request: SandboxRequest, _ route: Route, _ identity: Identity) async throws
    -> SandboxResponse?
  {
    switch route {
    case .collection(let kind) where kind.kind.model == Sessions.model && request.isRead:
      guard let (session, user) = try await browser(request) else { return nil }
      return try await list(request, kind, of: identity.may(.view, kind) ? nil : user, session)
    case .object(let kind, let detail) where kind.kind.model == Sessions.model && request.method == "DELETE":
      guard let (session, user) = try await browser(request) else { return nil }
      guard request.header("X-authentik-CSRF") == session.csrf else {
        throw Refusal(403, detail: "CSRF Failed: CSRF token missing.")
      }
      let isOwn = try await existing(kind, detail).fields["user"] == user
      guard isOwn || identity.may(.delete, kind) else { throw missing(kind, detail) }
      try await changing(kind, detail) { object, store in try store.delete(cascading: object) }
      return SandboxResponse(status: 204)
    default: return nil
    }
  }

  private func browser(_ request: SandboxRequest) async throws -> (session: FlowSession, user: Value)? {
    guard request.headers[.authorization] == nil, let session = try await flows.session(of: request),
      let user = session.user
    else { return nil }
    return (session, user)
  }

  private func list(
    _ request: SandboxRequest, _ kind: ServedKind, of user: Value?, _ session: FlowSession
  ) async throws -> SandboxResponse {
    let context = context(request, .anonymous)
    let traits = traits
    let (pagination, results) = try await store.read { store in
      var query = try ListReader(kind: kind, traits: traits, store: store).query(request)
      if let user { query.filter("user", equals: user) }
      let pagination = try Pagination(request, count: store.count(query), traits)
      let objects = try store.objects(query, limit: pagination.size, offset: pagination.offset)
      let writer = AnswerWriter(store: store, context: context)
      return (
        pagination,
        try objects.map { object -> Value in
          let answer = try writer.answer(object, in: kind).map ?? [:]
          return .map(answer.merging(["current": .bool(object.primaryKey == session.object)]) { $1 })
        }
      )
    }
    var answer: ValueMap = ["pagination": pagination.value, "results": .list(results)]
    if traits.listHasAutocomplete { answer["autocomplete"] = [:] }
    return json(.map(answer))
  }
}
