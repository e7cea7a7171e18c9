import HTTPTypes
import Hummingbird
import Model
import OrderedCollections
import ServerSupport
import Synchronization

/// An empty server that accepts everything except requests to one path. There it refuses every value and quotes it, in
/// Django's style and as JSON.
final class QuotingServer: Sendable {
  /// The paths that receive the secrets of a blueprint.
  static let paths = [
    "/core/users/", "/core/users/1/set_password/", "/core/tokens/robot-token/set_key/", "/flows/instances/",
    "/providers/oauth2/", "/sources/oauth/", "/crypto/certificatekeypairs/",
    "/outposts/service_connections/kubernetes/", "/stages/authenticator/sms/", "/stages/prompt/prompts/",
  ]

  private let path = Mutex("")

  var refused: String {
    get { path.withLock { $0 } }
    set { path.withLock { $0 = newValue } }
  }

  func withRunning<Result: Sendable>(
    _ body: @escaping @Sendable (Int) async throws -> Result
  ) async throws -> Result {
    let router = Router()
    router.get("/api/v3/admin/version/") { _, _ in answer(["version_current": "2026.5.0"]) }
    router.get("/api/v3/**") { _, _ in answer(["pagination": ["count": 0, "total_pages": 1], "results": []]) }
    router.post("/api/v3/**") { request, _ in
      var request = request
      let buffer = try await request.collectBody(upTo: 1 << 20)
      let sent = try JSONReader.read(Array(buffer.readableBytesView)).map ?? [:]
      guard request.uri.path == "/api/v3" + self.refused else {
        return answer(.map(sent.merging(["pk": 1]) { $1 }), status: .created)
      }
      let refusals = sent.map { name, value in
        let quoted = Self.texts(value).map { Value.string("\"\($0)\" is refused.") }
        return (name, Value.list(quoted + [.string(JSONWriter.write(value))]))
      }
      return answer(.map(ValueMap(refusals) { $1 }), status: .badRequest)
    }
    return try await LocalServer(router: router).withRunning(body)
  }

  private static func texts(_ value: Value) -> [String] {
    switch value {
    case .string(let text): [text]
    case .integer(let number): [String(number)]
    case .list(let items): items.flatMap(texts)
    case .map(let entries): entries.values.flatMap(texts)
    default: []
    }
  }
}

private func answer(_ value: Value, status: HTTPResponse.Status = .ok) -> Response {
  Response(
    status: status, headers: [.contentType: "application/json"],
    body: ResponseBody(byteBuffer: ByteBuffer(bytes: JSONWriter.bytes(of: value))))
}
