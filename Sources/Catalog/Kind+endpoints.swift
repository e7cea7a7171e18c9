/// Fields that blueprints know and the API takes only at an endpoint of their own.
extension Kind {
  private struct Row {
    let field: String
    var type = FieldType.text(.plain)
    /// Below `/api/v3`; `{key}` is what stands in the path of the object.
    let endpoint: String
  }

  /// Of 2024.8 and 2026.5.
  private static let rows: [String: [Row]] = [
    "authentik_core.user": [
      Row(field: "password", endpoint: "/core/users/{key}/set_password/"),
      Row(
        field: "permissions", type: .list(.text(.plain)),
        endpoint: "/rbac/permissions/assigned_by_users/{key}/assign/"),
    ],
    "authentik_core.token": [Row(field: "key", endpoint: "/core/tokens/{key}/set_key/")],
    "authentik_rbac.role": [
      Row(
        field: "permissions", type: .list(.text(.plain)),
        endpoint: "/rbac/permissions/assigned_by_roles/{key}/assign/")
    ],
  ]

  /// What an entry's own `permissions` stand under among the values of its object; no field has such a name.
  package static let grants = "(permissions)"

  /// A list of `{"permission", "role"}` or `{"permission", "user"}`, each granted for the one object, or for
  /// all of them where it has `"everywhere": true`.
  private static let grantsRow = Row(
    field: grants, type: .list(.map), endpoint: "/rbac/permissions/assigned_by_roles/{role}/assign/")

  /// Where a permission is granted to a user, on the servers that do that.
  package static let grantToUserEndpoint = "/rbac/permissions/assigned_by_users/{user}/assign/"

  /// The fields that are sent to an endpoint of their own; none of them comes back.
  package static func endpointFields(_ model: String) -> [Field] {
    ((rows[model] ?? []) + [grantsRow]).map { row in
      // Null leaves it as it is: a template may have nothing to set.
      Field(
        name: row.field, type: row.type, isWriteOnly: true, isNullable: true, endpoint: row.endpoint)
    }
  }
}
