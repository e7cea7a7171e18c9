package import Catalog
import Model

/// Names that blueprints use and the API does not use.
package enum BlueprintNames {
  /// The API's name for a field that has another name in blueprints.
  package static let aliases = ["authentik_core.application": ["icon": "meta_icon"]]

  /// Fields with separate endpoints: `set_password`, `set_key`, and the endpoints that assign permissions.
  private static let special: [String: Set<String>] = [
    "authentik_core.user": ["password", "permissions"], "authentik_core.token": ["key"],
    "authentik_rbac.role": ["permissions"],
  ]

  static let licenceKey = "goauthentik.io/enterprise/licensed"
  static let modelsKey = "goauthentik.io/rbac/models"

  /// The keys that authentik adds to the context of every blueprint.
  package static let contextKeys = [licenceKey, modelsKey]

  package static func field(_ name: String, of kind: Kind) -> String {
    guard let alias = aliases[kind.model]?[name], kind.field(name) == nil, kind.field(alias) != nil else {
      return name
    }
    return alias
  }

  static func isSpecial(_ name: String, of kind: Kind) -> Bool {
    special[kind.model]?.contains(name) ?? false
  }
}
