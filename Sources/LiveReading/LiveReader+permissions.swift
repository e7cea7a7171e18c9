import Catalog
import Model
import OrderedCollections
import Planning
import Remote

extension LiveReader {
  /// The list of permissions, which is not a kind that a blueprint could name.
  private static let permissions = Kind(
    model: "auth.permission", component: "Permission", path: "/rbac/permissions/", primaryKey: "id",
    detailField: "id", fields: [], filters: ["role": .text(.uuid)])

  /// Adds permissions as `app.codename` to roles if an entry declares any: the role's own answer does not
  /// hold them.
  func withPermissions(
    _ roles: [Value], _ kind: Kind, _ targets: [LookupTarget]
  ) async throws(APIError) -> [Value] {
    let wanted = targets.filter { $0.isDesired && $0.declaresPermissions }
    guard kind.model == "authentik_rbac.role", !wanted.isEmpty else { return roles }
    let index = LiveIndex(roles, kind: kind)
    let keys = Set(
      wanted.flatMap { index.objects(matching: $0.identifiers) }.compactMap { $0[kind.primaryKey] })
    return try await concurrently(roles, limit: parallelism) { role in
      guard case .map(var fields) = role, let key = role[kind.primaryKey], keys.contains(key),
        let text = Coercion.text(key)
      else { return role }
      fields["permissions"] = await permissions(ofRole: text).map(Value.list)
      return .map(fields)
    }
  }

  /// A role's permissions for all objects of a kind, as `app.codename`; nil if they cannot be read.
  func permissions(ofRole key: String) async -> [Value]? {
    let found = try? await api.list(Self.permissions, filters: [(name: "role", value: key)])
    return found?.map { .string("\($0["app_label"]?.string ?? "").\($0["codename"]?.string ?? "")") }
  }
}
