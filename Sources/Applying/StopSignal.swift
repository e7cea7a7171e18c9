import Synchronization

/// Asks a running apply to start no more changes. Changes in progress still finish.
package final class StopSignal: Sendable {
  private let isRequested = Mutex(false)

  package init() {}

  package func request() { isRequested.withLock { $0 = true } }

  package var wasRequested: Bool { isRequested.withLock { $0 } }
}
