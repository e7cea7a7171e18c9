import Catalog
import Model
import OrderedCollections
import Remote
import Synchronization

/// A transport in memory: it answers by a script and remembers what it was asked.
final class Twin: APITransport {
  enum Answer: Sendable {
    case response(APIResponse)
    case failure(APIError)

    static func json(_ status: Int, _ value: Value, retryAfter: Double? = nil) -> Answer {
      .response(APIResponse(status: status, retryAfter: retryAfter, body: JSONWriter.bytes(of: value)))
    }

    static func text(
      _ status: Int, _ text: String = "", type: String = "text/html", retryAfter: Double? = nil
    ) -> Answer {
      .response(
        APIResponse(status: status, contentType: type, retryAfter: retryAfter, body: Array(text.utf8)))
    }
  }

  private let state: Mutex<(requests: [APIRequest], clock: Duration)>
  private let answer: @Sendable (APIRequest, Int) -> Answer

  /// `answer` gets the request and its number, from 0.
  init(_ answer: @escaping @Sendable (APIRequest, Int) -> Answer) {
    state = Mutex(([], .zero))
    self.answer = answer
  }

  /// The answers one after the other, the last one for ever.
  convenience init(_ answers: Answer...) {
    self.init { _, number in answers[min(number, answers.count - 1)] }
  }

  func send(_ request: APIRequest) async throws(APIError) -> APIResponse {
    let number = state.withLock { state in
      state.requests.append(request)
      return state.requests.count - 1
    }
    switch answer(request, number) {
    case .response(let response): return response
    case .failure(let error): throw error
    }
  }

  var requests: [APIRequest] { state.withLock { $0.requests } }

  /// How long the client has slept, which takes no time here.
  var slept: Duration { state.withLock { $0.clock } }

  func client() -> APIClient {
    var policy = RetryPolicy()
    let start = ContinuousClock.now
    policy.random = { 1 }
    policy.now = { start + self.slept }
    policy.sleep = { duration in self.state.withLock { $0.clock += duration } }
    return APIClient(self, policy: policy)
  }

  static func flow(_ version: EmbeddedCatalog = .v2026_5_rc1) throws -> Kind {
    guard let kind = try version.load().kind("authentik_flows.flow") else {
      throw CatalogError.unreadable("no flow")
    }
    return kind
  }
}

extension APIError {
  /// What it says, and whether a write may have been done, for comparison.
  var outline: String { mayHaveBeenDone ? "\(self) (undecided)" : "\(self)" }
}

/// The error that a body ends with, or nil.
func failure(of body: () async throws -> Void) async -> String? {
  do {
    try await body()
    return nil
  } catch {
    return (error as? APIError)?.outline ?? "\(error)"
  }
}
