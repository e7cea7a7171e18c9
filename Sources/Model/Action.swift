/// What a plan does with one object.
package enum Action: String, Sendable, Hashable, CaseIterable {
  case create, update, delete
  /// Record an object that is already as desired in the state; no write to the server.
  case adopt
  case unchanged
  /// Leave it unchanged, for the change's `reason`.
  case skip

  /// True if it writes to the server.
  package var isWrite: Bool {
    switch self {
    case .create, .update, .delete: true
    case .adopt, .unchanged, .skip: false
    }
  }
}
