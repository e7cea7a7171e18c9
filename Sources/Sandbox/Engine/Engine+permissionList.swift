import Catalog
import Model
import OrderedCollections

extension Engine {
  /// The permissions that a role has for all objects of a model, or all permissions if no role is named.
  func permissions(_ request: SandboxRequest, _ identity: Identity) async throws -> SandboxResponse {
    try requireMethod(request, ["GET", "HEAD"])
    guard let kind = kinds.kind("authentik_rbac.role") else { return .notFoundPage }
    try identity.require(.view, kind)
    let all = catalog.models.flatMap { model -> [String] in
      let parts = model.split(separator: ".").map(String.init)
      return ["add", "change", "delete", "view"].map { "\(parts.first ?? "").\($0)_\(parts.last ?? "")" }
    }
    var names = all
    if let role = request.parameter("role"), !role.isEmpty {
      let held = try await store.read { store in
        try store.object(kind, detail: role)?.fields[Self.permissions]?.list ?? []
      }
      names = held.filter { $0["object_pk"] == nil || $0["object_pk"] == .null }
        .compactMap { $0["permission"]?.string }
    }
    // Other permissions come after the four of each model.
    let numbers = Dictionary(all.enumerated().map { ($1, $0 + 1) }, uniquingKeysWith: { first, _ in first })
    let permissions = names.enumerated().map { place, name in
      Permission(name, number: numbers[name] ?? all.count + place + 1, kinds)
    }
    let pagination = try Pagination(request, count: names.count, traits)
    let page = Permission.sorted(permissions, by: request.parameter("ordering"))
      .dropFirst(pagination.offset).prefix(pagination.size)
    return json(["pagination": pagination.value, "results": .list(Array(page))])
  }
}
