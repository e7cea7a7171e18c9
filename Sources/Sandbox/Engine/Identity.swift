import HTTPTypes

/// The user who makes a request.
enum Identity: Sendable {
  case anonymous
  case user(SandboxToken)

  /// Reads the `Authorization` header like the server: another scheme than `Bearer` (in any case), or no
  /// space after it, counts as no credentials. Throws for an unknown token.
  init(_ header: String?, tokens: [String: SandboxToken], traits: ServerTraits) throws(Refusal) {
    guard let header, let space = header.firstIndex(of: " ") else {
      self = .anonymous
      return
    }
    guard header[..<space].lowercased() == "bearer" else {
      if let message = traits.unsupportedScheme { throw Refusal(403, detail: message) }
      self = .anonymous
      return
    }
    guard let token = tokens[String(header[header.index(after: space)...])] else { throw .invalidToken }
    self = .user(token)
  }

  var username: String? {
    if case .user(let token) = self { token.username } else { nil }
  }

  var isSuperuser: Bool {
    if case .user(let token) = self { token.isSuperuser } else { false }
  }

  func may(_ right: SandboxToken.Right, _ kind: ServedKind) -> Bool {
    if case .user(let token) = self { token.may(right, kind.kind) } else { false }
  }

  /// For paths that need a user.
  func requireUser() throws(Refusal) {
    if case .anonymous = self { throw .anonymous }
  }

  /// For collections: without a user, the credentials are missing, not the right.
  func require(_ right: SandboxToken.Right, _ kind: ServedKind) throws(Refusal) {
    try requireUser()
    guard may(right, kind) else { throw .forbidden }
  }

  func requireSuperuser() throws(Refusal) {
    try requireUser()
    guard isSuperuser else { throw .forbidden }
  }

  /// For single objects: without a user, the right is missing (recorded from both versions).
  func requireOnObject(_ right: SandboxToken.Right, _ kind: ServedKind) throws(Refusal) {
    guard may(right, kind) else { throw .forbidden }
  }

  /// For a POST to an object: a permission of its own and, by authentik's rule for the method, those to view
  /// and to add (`ObjectPermissions` and `permission_required` of both versions). A user with the same rights
  /// everywhere needs the right to change.
  func require(_ permission: String, postingTo kind: ServedKind) throws(Refusal) {
    guard case .user(let token) = self, let permissions = token.permissions else {
      return try requireOnObject(.change, kind)
    }
    guard may(.view, kind), may(.add, kind), permissions.contains(permission) else { throw .forbidden }
  }
}
