package import Model
import OrderedCollections
import YAML

/// A permission that an entry grants to a role or a user, on one object or everywhere.
package struct DeclaredPermission: Sendable {
  package let permission: String
  package let role: Value?
  /// Nil if the permission is for a role.
  package let user: Value?
  package let isEverywhere: Bool
  package let mark: Mark

  package init(permission: String, role: Value?, user: Value?, isEverywhere: Bool = false, mark: Mark) {
    self.permission = permission
    self.role = role
    self.user = user
    self.isEverywhere = isEverywhere
    self.mark = mark
  }

  /// The permission in the form of `Kind.grants`.
  package var value: Value {
    var value: ValueMap = ["permission": .string(permission)]
    if let role { value["role"] = role } else { value["user"] = user ?? .null }
    if isEverywhere { value["everywhere"] = true }
    return .map(value)
  }
}
