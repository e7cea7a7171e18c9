import Applying
import Model
import Planning

extension ApplyEvent {
  /// The event without the secrets that a server's message may quote.
  func masked(by mask: SecretMask) -> ApplyEvent {
    switch self {
    case .failed(let address, let action, let reason): .failed(address, action, reason: mask(reason))
    case .abandoned(let address, let action, let reason): .abandoned(address, action, reason: mask(reason))
    case .notUndone(let address, let action, let reason): .notUndone(address, action, reason: mask(reason))
    case .note(let text): .note(mask(text))
    case .started, .finished, .undone: self
    }
  }
}
