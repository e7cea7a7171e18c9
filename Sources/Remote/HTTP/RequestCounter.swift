import Synchronization

/// Counts a run's requests, and how many of them were repeats.
package final class RequestCounter: Sendable {
  private let counts = Mutex<(requests: [String: Int], retries: Int, hasAnswered: Bool)>(([:], 0, false))

  package init() {}

  func countRequest(_ method: APIRequest.Method) {
    counts.withLock { $0.requests[method.rawValue, default: 0] += 1 }
  }

  package func countRetry() {
    counts.withLock { $0.retries += 1 }
  }

  func noteAnswer() {
    counts.withLock { $0.hasAnswered = true }
  }

  /// By method.
  package var requests: [String: Int] { counts.withLock { $0.requests } }

  package var retries: Int { counts.withLock { $0.retries } }

  /// True once the server has answered anything at all.
  package var hasAnswered: Bool { counts.withLock { $0.hasAnswered } }
}
