package import Catalog

/// A token of the embedded server, with its user and the user's rights.
package struct SandboxToken: Sendable, Hashable {
  /// A right on the objects of a kind: the four permissions of Django.
  package enum Right: String, Sendable, Hashable, CaseIterable {
    case add, view, change, delete
  }

  package let token: String
  package let username: String
  package let rights: Set<Right>
  /// True for users that may do everything, even what no right of a kind covers, such as clearing caches.
  package let isSuperuser: Bool
  /// The user's only permissions, as `app.codename`; nil for a user with the same rights everywhere.
  package let permissions: Set<String>?

  package init(token: String, username: String, rights: Set<Right>, isSuperuser: Bool = false) {
    self.token = token
    self.username = username
    self.rights = rights
    self.isSuperuser = isSuperuser
    permissions = nil
  }

  package init(token: String, username: String, permissions: Set<String>) {
    self.token = token
    self.username = username
    self.permissions = permissions
    rights = []
    isSuperuser = false
  }

  package func may(_ right: Right, _ kind: Kind) -> Bool {
    guard let permissions else { return isSuperuser || rights.contains(right) }
    return permissions.contains(kind.permission(right.rawValue))
  }

  /// The tokens of a new sandbox.
  package static let standard = [
    SandboxToken(
      token: "sandbox-admin", username: "sandbox-admin", rights: Set(Right.allCases), isSuperuser: true),
    SandboxToken(token: "sandbox-add-only", username: "sandbox-add-only", rights: [.add]),
    SandboxToken(token: "sandbox-view-only", username: "sandbox-view-only", rights: [.view]),
    SandboxToken(token: "sandbox-none", username: "sandbox-none", rights: []),
  ]
}
