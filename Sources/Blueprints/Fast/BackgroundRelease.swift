import Dispatch

/// Frees a large value on another thread once its owner is released, or not at all if the process ends before.
final class BackgroundRelease: Sendable {
  private let value: any Sendable

  init(_ value: any Sendable) {
    self.value = value
  }

  deinit {
    let value = value
    DispatchQueue.global(qos: .utility).async { withExtendedLifetime(value) {} }
  }
}
