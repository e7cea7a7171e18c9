package import Model

extension ApplyEvent {
  /// The event with secrets removed: a server's message may quote them.
  package func masked(by mask: SecretMask) -> ApplyEvent {
    switch self {
    case .failed(let address, let action, let reason, let place):
      .failed(address, action, reason: mask(reason), at: place)
    case .abandoned(let address, let action, let reason, let place):
      .abandoned(address, action, reason: mask(reason), at: place)
    case .notUndone(let address, let action, let reason, let place):
      .notUndone(address, action, reason: mask(reason), at: place)
    case .note(let text): .note(mask(text))
    case .started, .finished, .undone: self
    }
  }
}
