import Catalog
import Model
import OrderedCollections

/// The devices of users in the store.
struct Devices {
  static let printed = "authentik_stages_authenticator_static.staticdevice"
  static let timed = "authentik_stages_authenticator_totp.totpdevice"

  /// The kinds of device that the sandbox has, in the order in which the server looks for them.
  static let models = [("static", printed), ("totp", timed)]

  let store: StoreTransaction

  /// A stored device, with its class such as `static`.
  struct Entry {
    let deviceClass: String
    var object: StoredObject

    var key: String { Coercion.text(object.primaryKey) ?? "" }
  }

  /// All devices of a user, the oldest of each class first.
  func all(of user: Value) throws -> [Entry] {
    try Self.models.flatMap { name, model in
      guard let kind = store.kinds.kind(model) else { return [Entry]() }
      var query = ListQuery(kind)
      query.filter("user", equals: user)
      return try store.objects(query, limit: -1, offset: 0).map { Entry(deviceClass: name, object: $0) }
    }
  }

  /// The devices that may be used: those whose set-up is done.
  func confirmed(of user: Value) throws -> [Entry] {
    try all(of: user).filter { $0.object.fields["confirmed"] == true }
  }

  /// Stores a device: a new one, or one with a primary key.
  @discardableResult
  func save(_ device: CodeDevice, _ model: String, isConfirmed: Bool) throws -> StoredObject? {
    guard let kind = store.kinds.kind(model) else { return nil }
    let now = Value.string(ObjectMaker.now())
    let fields = device.fields.merging(["confirmed": .bool(isConfirmed), "last_updated": now]) { $1 }
    if let key = fields["pk"].flatMap(Coercion.text), var object = try store.object(kind, primaryKey: key) {
      object.fields.merge(fields) { $1 }
      return try store.update(object)
    }
    let made = try ObjectMaker(store: store).completed(fields, kind, sent: fields).merging(fields) { $1 }
    return try store.insert(kind, made.merging(["created": now, "last_used": .null]) { $1 })
  }

  /// Deletes what a deleted user had.
  func delete(of user: StoredObject) throws {
    guard user.kind.kind.model == TokenUsers.model else { return }
    for device in try all(of: user.primaryKey) { try store.remove(device.object) }
  }
}
