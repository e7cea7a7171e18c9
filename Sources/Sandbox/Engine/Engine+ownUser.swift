import Model
import OrderedCollections

extension Engine {
  /// `GET /core/users/me/`: the token's user, which every token may read (recorded from both versions).
  ///
  /// The real answer's picture, settings and hash are left out.
  func ownUser(_ request: SandboxRequest, _ identity: Identity) async throws -> SandboxResponse {
    try requireMethod(request, ["GET", "HEAD"])
    guard case .user(let token) = identity, let kind = kinds.kind(TokenUsers.model) else {
      throw Refusal.anonymous
    }
    let user = try await store.read { store -> Value? in
      var query = ListQuery(kind)
      query.filter("username", equals: .string(token.username))
      guard let user = try store.objects(query, limit: 1, offset: 0).first else { return nil }
      let groups = try (user.fields["groups"]?.list ?? []).compactMap { key -> Value? in
        guard let group = try store.object(referredToAs: "authentik_core.group", by: key) else { return nil }
        return ["name": group.fields["name"] ?? .null, "pk": group.primaryKey]
      }
      var answer: ValueMap = ["pk": user.primaryKey]
      for name in ["username", "name", "is_active", "is_superuser"] { answer[name] = user.fields[name] }
      answer["groups"] = .list(groups)
      answer["email"] = user.fields["email"]
      answer["settings"] = [:]
      answer["type"] = user.fields["type"]
      answer["system_permissions"] = []
      return .map(answer)
    }
    guard let user else { throw Refusal.invalidToken }
    return json(["user": user])
  }
}
