import Catalog
import Model
import OrderedCollections

/// The rights of users who are no users of the sandbox's own tokens: those of superusers, or of their roles.
struct UserRights {
  let store: StoreTransaction

  /// The user and the rights of a token that the API made; nil for an unknown key, or one that is no API token.
  func token(withKey key: String) throws -> SandboxToken? {
    guard let token = try FlowTokens.token(key, store), token.fields["intent"] == "api",
      let user = try store.object(referredToAs: TokenUsers.model, by: token.fields["user"] ?? .null)
    else { return nil }
    return try self.token(of: user)
  }

  func token(of user: StoredObject) throws -> SandboxToken {
    let name = user.fields["username"]?.string ?? ""
    guard user.fields["is_superuser"] != true else {
      return SandboxToken(
        token: "", username: name, rights: Set(SandboxToken.Right.allCases), isSuperuser: true)
    }
    return SandboxToken(token: "", username: name, permissions: Set(try permissions(of: user)))
  }

  private func permissions(of user: StoredObject) throws -> [String] {
    let groups = try (user.fields["groups"]?.list ?? []).compactMap {
      try store.object(referredToAs: "authentik_core.group", by: $0)
    }
    let roles = try ([user] + groups).flatMap { $0.fields["roles"]?.list ?? [] }.compactMap {
      try store.object(referredToAs: "authentik_rbac.role", by: $0)
    }
    return (roles + [user]).flatMap { $0.fields[Engine.permissions]?.list ?? [] }
      .filter { $0["object_pk"].map(\.isNull) ?? true }.compactMap { $0["permission"]?.string }
  }
}
