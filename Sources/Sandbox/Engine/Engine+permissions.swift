import Catalog
import Model
import OrderedCollections

extension Engine {
  /// The field of a stored role or user that holds its permissions; no answer shows it.
  static let permissions = "assigned_permissions"

  /// Grants permissions to a role or a user, for all objects of a model or for one.
  func assign(
    _ request: SandboxRequest, to holder: String, of model: String, _ identity: Identity
  ) async throws -> SandboxResponse {
    try requireMethod(request, ["POST"])
    guard let kind = kinds.kind(model) else { return .notFoundPage }
    let name = model == "authentik_core.user" ? "authentik_core.assign_user" : "authentik_rbac.assign_role"
    try identity.require("\(name)_permissions", postingTo: kind)
    let sent = try RequestBody.object(of: request, traits)
    guard let names = sent["permissions"]?.list else {
      throw Refusal.invalid(["permissions": ["This field is required."]])
    }
    let result = try await changing(kind, holder) { object, store in
      var object = object
      var held = object.fields[Self.permissions]?.list ?? []
      let results = try names.map { name -> Value in
        let permission: ValueMap = [
          "permission": name, "model": sent["model"] ?? .null, "object_pk": sent["object_pk"] ?? .null,
        ]
        let same = held.first { held in permission.allSatisfy { held[$0.key] == $0.value } }
        if let identifier = same?["id"] { return ["id": .string(Coercion.text(identifier) ?? "")] }
        let number = try store.takeNumber("permission")
        held.append(.map(permission.merging(["id": .integer(number)]) { $1 }))
        return ["id": .string(String(number))]
      }
      object.fields[Self.permissions] = .list(held)
      try store.update(object)
      return results
    }
    return json(.list(result))
  }

  /// The roles that have permissions for a model, or for one object of it.
  func assignments(_ request: SandboxRequest, _ identity: Identity) async throws -> SandboxResponse {
    try requireMethod(request, ["GET", "HEAD"])
    guard let kind = kinds.kind("authentik_rbac.role") else { return .notFoundPage }
    try identity.require(.view, kind)
    guard let model = request.parameter("model"), !model.isEmpty else {
      throw Refusal.invalid(["model": ["This field is required."]])
    }
    let object = request.parameter("object_pk")
    let traits = traits
    let (pagination, results) = try await store.read { store in
      let query = ListQuery(kind)
      let roles = try store.objects(query, limit: store.count(query), offset: 0).compactMap {
        Self.assignment($0, model, object)
      }
      let pagination = try Pagination(request, count: roles.count, traits)
      return (pagination, Array(roles.dropFirst(pagination.offset).prefix(pagination.size)))
    }
    return json(["pagination": pagination.value, "results": .list(results)])
  }

  private static func assignment(_ role: StoredObject, _ model: String, _ object: String?) -> Value? {
    let app = model.split(separator: ".").first.map(String.init) ?? ""
    let name = model.split(separator: ".").last.map(String.init) ?? ""
    var ofModel: [Value] = []
    var ofObjects: [Value] = []
    for held in role.fields[permissions]?.list ?? [] {
      let permission = held["permission"]?.string ?? ""
      let codename = permission.split(separator: ".").last.map(String.init) ?? ""
      guard permission.hasPrefix(app + "."), codename.hasSuffix("_" + name) else { continue }
      var entry: ValueMap = [
        "id": held["id"] ?? .null, "codename": .string(codename), "model": .string(name),
        "app_label": .string(app),
      ]
      let key = Coercion.text(held["object_pk"] ?? .null)
      if let key { entry["object_pk"] = .string(key) }
      entry["name"] = .string("Can " + codename.split(separator: "_").joined(separator: " "))
      if key == nil {
        ofModel.append(.map(entry))
      } else if object == nil || object == key {
        ofObjects.append(.map(entry))
      }
    }
    guard !ofModel.isEmpty || !ofObjects.isEmpty else { return nil }
    return [
      "role_pk": .string(Coercion.text(role.primaryKey) ?? ""), "name": role.fields["name"] ?? "",
      "object_permissions": .list(ofObjects), "model_permissions": .list(ofModel),
    ]
  }
}
