import Synchronization

/// Asks a running apply to start nothing more; what is in flight finishes.
package final class StopSignal: Sendable {
  private let isRequested = Mutex(false)

  package init() {}

  package func request() { isRequested.withLock { $0 = true } }

  package var wasRequested: Bool { isRequested.withLock { $0 } }
}
