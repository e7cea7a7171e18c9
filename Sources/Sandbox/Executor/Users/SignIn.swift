import Catalog
import Model
import OrderedCollections

/// Checks a name and a password, and counts failures and successes.
struct SignIn {
  static let inbuilt = "authentik.core.auth.InbuiltBackend"
  static let ofTokens = "authentik.core.auth.TokenBackend"

  let run: FlowRun

  /// Whether the password is the user's; nil stands for a name that no user has. Leaves in the run how the user proved
  /// who they are.
  ///
  /// Inactive users fail like a wrong password (recorded).
  func accepts(_ password: String, _ user: StoredObject?, named name: String, _ backends: [Value]) throws
    -> Bool
  {
    guard let user, user.fields["is_active"] != false,
      let backend = try backend(for: password, user, backends)
    else {
      try ReputationScores(run: run).add(-1, to: name)
      return false
    }
    run.change { context in
      context.values["auth_method"] = backend == Self.ofTokens ? "token" : "password"
      context.values["auth_method_args"] = [:]
      context.values["user_backend"] = .string(backend)
    }
    return true
  }

  /// The first backend that accepts it.
  private func backend(for password: String, _ user: StoredObject, _ backends: [Value]) throws -> String? {
    for backend in backends.compactMap(\.string) {
      let isRight =
        backend == Self.ofTokens
        ? try isToken(password, of: user)
        : backend == Self.inbuilt && Passwords.matches(password, user.fields)
      if isRight { return backend }
    }
    return nil
  }

  private func isToken(_ key: String, of user: StoredObject) throws -> Bool {
    try run.store.links(to: user, model: "authentik_core.token", field: "user").contains {
      $0.source.fields["intent"] == "app_password" && $0.source.fields["key"] == .string(key)
    }
  }
}
