import HTTPTypes
import Model
import OrderedCollections

extension Engine {
  /// `GET /core/users/me/`: the user of the token or of the session, which everybody may read (recorded from both
  /// versions). The real answer's picture is left out.
  func ownUser(_ request: SandboxRequest, _ identity: Identity) async throws -> SandboxResponse {
    try requireMethod(request, ["GET", "HEAD"])
    let session = try await flows.session(of: request)
    guard case .user(let token) = identity else {
      return try anonymous(request, hasSession: session != nil)
    }
    let hasRoles = traits.flows.ownUserHasRoles
    let answer = try await store.read { store -> Value? in
      guard let user = try store.user(named: token.username) else { return nil }
      var answer: ValueMap = ["user": try Self.shown(user, store, hasRoles: hasRoles)]
      if let key = session?.impersonator,
        let original = try store.object(referredToAs: TokenUsers.model, by: key)
      {
        answer["original"] = try Self.shown(original, store, hasRoles: hasRoles)
      }
      return .map(answer)
    }
    guard let answer else { throw Refusal.invalidToken }
    var response = json(answer)
    if let session, request.headers[.authorization] == nil {
      response.headers += SessionCookies.session(session, request, now: flows.now()).map { (.setCookie, $0) }
    }
    return response
  }

  /// A browser whose session is gone loses its cookie.
  private func anonymous(_ request: SandboxRequest, hasSession: Bool) throws -> SandboxResponse {
    guard !hasSession, RequestCookies.value(FlowSessions.cookie, in: request) != nil,
      let body = Refusal.anonymous.body
    else { throw Refusal.anonymous }
    var response = json(body, status: Refusal.anonymous.status)
    response.headers.append((.setCookie, SessionCookies.removal))
    return response
  }

  private static func shown(_ user: StoredObject, _ store: StoreTransaction, hasRoles: Bool) throws -> Value {
    func objects(_ keys: Value?, _ model: String) throws -> [StoredObject] {
      try (keys?.list ?? []).compactMap { try store.object(referredToAs: model, by: $0) }
    }
    func names(_ objects: [StoredObject]) -> Value {
      .list(objects.map { ["name": $0.fields["name"] ?? .null, "pk": $0.primaryKey] })
    }
    let groups = try objects(user.fields["groups"], "authentik_core.group")
    var answer: ValueMap = ["pk": user.primaryKey]
    for name in ["username", "name", "is_active", "is_superuser"] { answer[name] = user.fields[name] }
    answer["groups"] = names(groups)
    if hasRoles {
      let roles = try ([user] + groups).flatMap { try objects($0.fields["roles"], "authentik_rbac.role") }
      answer["roles"] = names(roles)
    }
    answer["email"] = user.fields["email"]
    answer["uid"] = user.fields["uid"]
    answer["settings"] = user.fields["attributes"]?["settings"] ?? [:]
    answer["type"] = user.fields["type"]
    answer["system_permissions"] = []
    return .map(answer)
  }
}
