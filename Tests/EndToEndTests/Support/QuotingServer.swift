import Hummingbird
import Model
import OrderedCollections

/// A server without any object that refuses every value it is sent, and says which: in the way of Django's
/// messages, as JSON, and as Python writes it.
struct QuotingServer {
  func withRunning<Result: Sendable>(
    _ body: @escaping @Sendable (Int) async throws -> Result
  ) async throws -> Result {
    let router = Router()
    router.get("/api/v3/admin/version/") { _, _ in answer(["version_current": "2026.5.0"]) }
    router.get("/api/v3/**") { _, _ in answer(["pagination": ["count": 0, "total_pages": 1], "results": []]) }
    router.post("/api/v3/**") { request, context in
      var request = request
      let buffer = try await request.collectBody(upTo: 1 << 20)
      let sent = try JSONReader.read(Array(buffer.readableBytesView)).map ?? [:]
      // A user is created first and then given its password.
      if sent["username"] != nil { return answer(.map(sent.merging(["pk": 1]) { $1 }), status: .created) }
      let refusals = sent.map { name, value in
        (
          name,
          Value.list(
            Self.texts(value).map { .string("\"\($0)\" is refused.") } + [.string(JSONWriter.write(value))])
        )
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
