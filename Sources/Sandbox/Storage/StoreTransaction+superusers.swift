import Catalog
import Model
import OrderedCollections

extension StoreTransaction {
  private static let group = "authentik_core.group"

  /// True if one of the user's groups, or a parent of it, is a superuser group (measured on 2025.10.4 and 2026.2.2).
  /// For the users of the sandbox's tokens, the token decides.
  func isSuperuser(_ user: ValueMap) throws -> Bool {
    if user["is_superuser"] == true, (user["pk"]?.integer ?? 0) >= TokenUsers.firstKey { return true }
    guard let kind = kinds.kind(Self.group) else { return false }
    var seen: Set<String> = []
    var open = user["groups"]?.list ?? []
    while let key = open.popLast().flatMap(Coercion.text) {
      guard seen.insert(key).inserted, let group = try object(kind, primaryKey: key) else { continue }
      if group.fields["is_superuser"] == true { return true }
      open += group.fields["parents"]?.list ?? [group.fields["parent"] ?? .null]
    }
    return false
  }

  /// Updates the users of a changed group and of the groups below it.
  func updateMembers(of group: StoredObject) throws {
    guard group.kind.kind.model == Self.group else { return }
    var seen: Set<Int64> = []
    var open = [group]
    while let next = open.popLast() {
      guard seen.insert(next.position).inserted else { continue }
      for link in try links(to: next, model: TokenUsers.model, field: "groups") {
        let isSuperuser = Value.bool(try isSuperuser(link.source.fields))
        if link.source.fields["is_superuser"] != isSuperuser { try update(link.source) }
      }
      for field in ["parents", "parent"] {
        open += try links(to: next, model: Self.group, field: field).map(\.source)
      }
    }
  }
}
