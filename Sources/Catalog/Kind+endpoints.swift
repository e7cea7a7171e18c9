/// Fields that blueprints know and the API takes only at an endpoint of their own below the object.
extension Kind {
  /// By model: the field, and the last part of the endpoint's path (2024.8 and 2026.5).
  private static let endpoints: [String: [(field: String, endpoint: String)]] = [
    "authentik_core.user": [("password", "set_password")],
    "authentik_core.token": [("key", "set_key")],
  ]

  /// The fields that are sent to an endpoint of their own; none of them comes back.
  package static func endpointFields(_ model: String) -> [Field] {
    (endpoints[model] ?? []).map { row in
      var field = Field(name: row.field, type: .text(.plain))
      field.isWriteOnly = true
      field.endpoint = row.endpoint
      return field
    }
  }
}
