import HTTPTypes
import Hummingbird
import Model
import OrderedCollections
import ServerSupport

/// An empty server that refuses creates at some paths, each with its answer, and accepts every other create.
struct RefusingServer: Sendable {
  /// The answers, by the path below `/api/v3`.
  let refusals: [String: Value]

  func withRunning<Result: Sendable>(
    _ body: @escaping @Sendable (Int) async throws -> Result
  ) async throws -> Result {
    let router = Router()
    let refusals = refusals
    router.get("/api/v3/admin/version/") { _, _ in Self.answer(["version_current": "2026.5.0"]) }
    router.get("/api/v3/**") { request, _ in
      guard request.uri.query != nil else { return Self.answer(["detail": "None."], status: .notFound) }
      return Self.answer(["pagination": ["count": 0, "total_pages": 1], "results": []])
    }
    router.post("/api/v3/**") { request, _ in
      var request = request
      let buffer = try await request.collectBody(upTo: 1 << 20)
      let path = String(request.uri.string.dropFirst("/api/v3".count))
      if let refusal = refusals[path] { return Self.answer(refusal, status: .badRequest) }
      let sent = try JSONReader.read(Array(buffer.readableBytesView)).map ?? [:]
      return Self.answer(.map(sent.merging(["pk": "1"]) { $1 }), status: .created)
    }
    return try await LocalServer(router: router).withRunning(body)
  }

  private static func answer(_ value: Value, status: HTTPResponse.Status = .ok) -> Response {
    Response(
      status: status, headers: [.contentType: "application/json"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: JSONWriter.bytes(of: value))))
  }
}
