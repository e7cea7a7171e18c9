import Catalog
import Model
import OrderedCollections

/// The tokens' users, the only objects of a new sandbox.
enum TokenUsers {
  static let model = "authentik_core.user"

  /// Larger than the ids of a small server, whose users may be added with their ids. New users do not count
  /// on from here.
  static let firstKey = 90_001

  static func insert(_ tokens: [SandboxToken], _ store: StoreTransaction) throws {
    guard let kind = store.kinds.kind(model) else { return }
    for (index, token) in tokens.enumerated() {
      let user: ValueMap = [
        "username": .string(token.username), "name": .string(token.username), "is_active": true,
        "last_login": .null, "groups": [], "roles": [], "email": "", "attributes": [:], "path": "users",
        "type": "internal",
      ]
      var object = try ObjectMaker(store: store).completed(user, kind, sent: user)
      object[kind.kind.primaryKey] = .integer(firstKey + index)
      object["is_superuser"] = .bool(token.isSuperuser)
      try store.insert(kind, object.filter { kind.kind.field($0.key) != nil })
    }
  }
}
