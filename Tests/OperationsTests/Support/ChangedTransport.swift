import OperationsSupport
import Remote
import Synchronization

/// A server that answers some requests in its own way, and the others as the embedded server does.
final class ChangedTransport: APITransport {
  private let engine: EngineTransport
  /// Nil for the embedded server's answer.
  private let answer: @Sendable (APIRequest) -> APIResponse?
  private let sent = Mutex<[String]>([])

  init(
    _ engine: EngineTransport, answer: @escaping @Sendable (APIRequest) -> APIResponse? = { _ in nil }
  ) {
    self.engine = engine
    self.answer = answer
  }

  /// `METHOD path` of each request so far.
  var requests: [String] { sent.withLock { $0 } }
  var writes: [String] { requests.filter { !$0.hasPrefix("GET") } }

  func send(_ request: APIRequest) async throws(APIError) -> APIResponse {
    sent.withLock { $0.append("\(request.method.rawValue) \(request.path)") }
    if let response = answer(request) { return response }
    return try await engine.send(request)
  }
}
