import Remote

/// What one attempt at a change came to.
enum Attempt: Sendable {
  case ended(ChangeResult)
  /// Worth another one after a pause. `isUndone` is true if a look has shown that nothing was done.
  case again(after: APIError?, isUndone: Bool)
}
