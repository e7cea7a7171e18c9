package import Model
package import YAML

/// A permission on the entry's object that the entry grants to a role or a user.
package struct DeclaredPermission: Sendable {
  package let permission: String
  package let role: Value?
  package let user: Value?
  package let mark: Mark

  package init(permission: String, role: Value?, user: Value?, mark: Mark) {
    self.permission = permission
    self.role = role
    self.user = user
    self.mark = mark
  }
}
