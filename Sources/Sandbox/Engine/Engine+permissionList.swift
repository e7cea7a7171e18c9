import Catalog
import Model
import OrderedCollections

extension Engine {
  /// The permissions that a role has for all objects of a model, or all permissions if no role is named.
  func permissions(_ request: SandboxRequest, _ identity: Identity) async throws -> SandboxResponse {
    try requireMethod(request, ["GET", "HEAD"])
    guard let kind = kinds.kind("authentik_rbac.role") else { return .notFoundPage }
    try identity.require(.view, kind)
    var names = catalog.models.flatMap { model -> [String] in
      let parts = model.split(separator: ".").map(String.init)
      return ["add", "change", "delete", "view"].map { "\(parts.first ?? "").\($0)_\(parts.last ?? "")" }
    }
    if let role = request.parameter("role"), !role.isEmpty {
      let held = try await store.read { store in
        try store.object(kind, detail: role)?.fields[Self.permissions]?.list ?? []
      }
      names = held.filter { $0["object_pk"] == nil || $0["object_pk"] == .null }
        .compactMap { $0["permission"]?.string }
    }
    let pagination = try Pagination(request, count: names.count, traits)
    let page = names.enumerated().dropFirst(pagination.offset).prefix(pagination.size)
    return json([
      "pagination": pagination.value,
      "results": .list(
        page.map { number, name in
          let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
          let codename = parts.last ?? ""
          return [
            "id": .integer(number + 1), "name": .string("Can " + codename.replacing("_", with: " ")),
            "codename": .string(codename),
            "model": .string(codename.split(separator: "_").last.map(String.init) ?? ""),
            "app_label": .string(parts.first ?? ""),
          ]
        }),
    ])
  }
}
