/// A token that the embedded server knows, with its user and what that user may do with every kind.
package struct SandboxToken: Sendable, Hashable {
  /// What a user may do with the objects of a kind: the four permissions of Django.
  package enum Right: String, Sendable, Hashable, CaseIterable {
    case add, view, change, delete
  }

  package let token: String
  package let username: String
  package let rights: Set<Right>
  /// True for users that may everything, also what no right of a kind stands for, such as clearing caches.
  package let isSuperuser: Bool

  package init(token: String, username: String, rights: Set<Right>, isSuperuser: Bool = false) {
    self.token = token
    self.username = username
    self.rights = rights
    self.isSuperuser = isSuperuser
  }

  package func may(_ right: Right) -> Bool {
    isSuperuser || rights.contains(right)
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
