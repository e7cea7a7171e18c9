/// What a plan does with one object.
package enum Action: String, Sendable, Hashable, CaseIterable {
  case create, update, delete
  /// Take an object that is as it should be into the state; no write to the server.
  case adopt
  case unchanged
  /// Leave it alone, for the reason that the change gives.
  case skip

  /// True if the server is written to.
  package var isWrite: Bool {
    switch self {
    case .create, .update, .delete: true
    case .adopt, .unchanged, .skip: false
    }
  }
}
