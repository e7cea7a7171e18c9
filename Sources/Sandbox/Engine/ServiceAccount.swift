import Catalog
import Model
import OrderedCollections

/// The user and token that the server creates with a SCIM source, for the client that writes to it (recorded from both
/// versions, measured on 2025.10.4 and 2026.2.2).
enum ServiceAccount {
  static let model = "authentik_sources_scim.scimsource"
  static let managed = "goauthentik.io/sources/scim/{pk}"
  private static let identifier = "ak-source-scim-{pk}"
  private static let name = "SCIM Source {name} Service-Account"

  static func make(for source: StoredObject, _ store: StoreTransaction, _ context: RequestContext) throws {
    guard source.kind.kind.model == model, let users = store.kinds.kind(TokenUsers.model),
      let tokens = store.kinds.kind("authentik_core.token")
    else { return }
    let identifier = text(identifier, source)
    let user = try insert(
      users,
      [
        "username": identifier, "name": text(name, source), "is_active": true, "last_login": .null,
        "groups": [],
        "roles": [], "email": "", "attributes": [:], "path": "goauthentik.io/sources/scim",
        "type": "internal_service_account",
      ], store, context, as: context.given["token_obj"]?["user_obj"])
    _ = try insert(
      tokens,
      [
        "managed": text(managed, source), "identifier": identifier, "intent": "api", "user": user.primaryKey,
        "description": "", "expires": .null, "expiring": false,
      ], store, context, as: context.given["token_obj"])
  }

  /// Renames the user with its source.
  static func rename(for source: StoredObject, _ store: StoreTransaction) throws {
    guard var user = try user(of: source, store) else { return }
    user.fields["name"] = text(name, source)
    try store.update(user)
  }

  /// Deletes the user with its source. The token is deleted with the user.
  static func delete(with source: StoredObject, _ store: StoreTransaction) throws {
    if let user = try user(of: source, store) { try store.delete(cascading: user) }
  }

  private static func user(of source: StoredObject, _ store: StoreTransaction) throws -> StoredObject? {
    guard source.kind.kind.model == model else { return nil }
    return try text(identifier, source).string.flatMap(store.user(named:))
  }

  private static func insert(
    _ kind: ServedKind, _ object: ValueMap, _ store: StoreTransaction, _ context: RequestContext,
    as given: Value?
  ) throws -> StoredObject {
    let context = RequestContext(
      traits: context.traits, base: context.base, username: context.username, given: given?.map ?? [:])
    let whole = try ObjectMaker(store: store, context: context).completed(object, kind, sent: object)
    return try store.insert(kind, whole.filter { kind.kind.field($0.key) != nil })
  }

  private static func text(_ template: String, _ source: StoredObject) -> Value {
    .string(ComputedField.filled(template, from: source.fields))
  }
}
