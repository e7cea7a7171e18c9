package import Model
package import Remote
import Synchronization

/// A server in memory that answers by a script, and a clock that only its client's pauses move.
package final class ScriptedTransport: APITransport {
  package typealias Answer = Result<APIResponse, APIError>
  /// Gets a request, and how many came before it.
  package typealias Script = @Sendable (APIRequest, Count) async -> Answer

  package struct Count: Sendable {
    package var reads = 0
    package var writes = 0
    package var all: Int { reads + writes }
  }

  private let state = Mutex<(requests: [APIRequest], count: Count, clock: Duration)>(([], Count(), .zero))
  private let script: Script

  package init(_ script: @escaping Script) {
    self.script = script
  }

  /// The answers one after the other, the last one for ever.
  package convenience init(_ answers: Answer...) {
    self.init { _, before in answers[min(before.all, answers.count - 1)] }
  }

  package func send(_ request: APIRequest) async throws(APIError) -> APIResponse {
    let before = state.withLock { state in
      defer {
        state.requests.append(request)
        if request.method == .get { state.count.reads += 1 } else { state.count.writes += 1 }
      }
      return state.count
    }
    return try await script(request, before).get()
  }

  // MARK: - What was asked

  package var requests: [APIRequest] { state.withLock { $0.requests } }
  package var reads: [APIRequest] { requests.filter { $0.method == .get } }
  package var writes: [APIRequest] { requests.filter { $0.method != .get } }
  package func body(of line: String) -> Value? { requests.first { $0.line == line }?.body }
  /// How long the client has paused, which takes no time here.
  package var paused: Duration { state.withLock { $0.clock } }

  // MARK: - Who asks

  package func client() -> APIClient { client(RetryPolicy()) }

  /// The API of a server that is known to be there.
  package func api() -> LiveAPI {
    var policy = RetryPolicy()
    policy.firstContactLimit = policy.limit
    return LiveAPI(client(policy))
  }

  private func client(_ policy: RetryPolicy) -> APIClient {
    var policy = policy
    let start = ContinuousClock.now
    policy.random = { 1 }
    policy.now = { start + self.paused }
    policy.sleep = { duration in self.state.withLock { $0.clock += duration } }
    return APIClient(self, policy: policy)
  }
}
