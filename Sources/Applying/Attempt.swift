import Remote

/// The outcome of one attempt at a change.
enum Attempt: Sendable {
  case finished(Effect)
  /// Try again after a pause. `isUndone` is true if a read has shown that nothing was done.
  case retry(after: APIError?, isUndone: Bool)
}
