import Model
import OrderedCollections
import Remote
import Synchronization

/// A server that answers by a script, with a clock that only moves when the client pauses.
final class ScriptedServer: APITransport {
  typealias Answer = Result<APIResponse, APIError>

  private let state: Mutex<(requests: [APIRequest], clock: Duration)>
  private let script: @Sendable (APIRequest, _ writesBefore: Int, _ readsBefore: Int) -> Answer

  /// The script receives a request, and the number of writes and reads before it.
  init(_ script: @escaping @Sendable (APIRequest, Int, Int) -> Answer) {
    state = Mutex(([], .zero))
    self.script = script
  }

  func send(_ request: APIRequest) async throws(APIError) -> APIResponse {
    let before = state.withLock { state in
      defer { state.requests.append(request) }
      return state.requests
    }
    let reads = before.count { $0.method == .get }
    return try script(request, before.count - reads, reads).get()
  }

  var requests: [APIRequest] { state.withLock { $0.requests } }
  var writes: [APIRequest] { requests.filter { $0.method != .get } }
  var reads: [APIRequest] { requests.filter { $0.method == .get } }
  /// How long the client has paused. The pauses take no real time.
  var paused: Duration { state.withLock { $0.clock } }

  func api() -> LiveAPI {
    var policy = RetryPolicy()
    let start = ContinuousClock.now
    policy.firstContactLimit = policy.limit
    policy.now = { start + self.paused }
    policy.sleep = { duration in self.state.withLock { $0.clock += duration } }
    return LiveAPI(APIClient(self, policy: policy))
  }

  static func json(_ status: Int, _ value: Value) -> Answer {
    .success(APIResponse(status: status, body: JSONWriter.bytes(of: value)))
  }

  static func page(_ objects: [Value]) -> Answer {
    json(200, ["pagination": ["total_pages": 1], "results": .list(objects)])
  }
}
