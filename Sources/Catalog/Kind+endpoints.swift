/// Fields that blueprints may set and the API accepts only at a separate endpoint.
extension Kind {
  private struct Row {
    let field: String
    var type = FieldType.text(.plain)
    /// Below `/api/v3`; `{key}` is the key in the object's path.
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

  /// The key of an entry's `permissions` among its values; no field has such a name.
  package static let grants = "(permissions)"

  /// A list of `{"permission", "role"}` or `{"permission", "user"}`, each granted for this object, or for all
  /// objects if it has `"everywhere": true`.
  private static let grantsRow = Row(
    field: grants, type: .list(.map), endpoint: "/rbac/permissions/assigned_by_roles/{role}/assign/")

  /// The endpoint that grants a permission to a user, on servers that support it.
  package static let grantToUserEndpoint = "/rbac/permissions/assigned_by_users/{user}/assign/"

  /// The fields that are sent to a separate endpoint; the server answers none of them.
  package static func endpointFields(_ model: String) -> [Field] {
    ((rows[model] ?? []) + [grantsRow]).map { row in
      // Null leaves it unchanged: a template may have nothing to set.
      Field(
        name: row.field, type: row.type, isWriteOnly: true, isNullable: true, endpoint: row.endpoint)
    }
  }
}
