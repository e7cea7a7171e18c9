import Remote

/// What one attempt at a change came to.
enum Attempt: Sendable {
  case finished(Effect)
  /// Worth another one after a pause. `isUndone` is true if a look has shown that nothing was done.
  case retry(after: APIError?, isUndone: Bool)
}
