import Hummingbird
import ServerSupport

/// A server behind TLS, with a version and without flows.
struct TLSServer {
  let certificates: Certificates
  var wantsClientCertificate = false

  func withRunning<Result: Sendable>(
    _ body: @escaping @Sendable (Int) async throws -> Result
  ) async throws -> Result {
    let router = Router()
    router.get("/api/v3/admin/version/") { _, _ in json(#"{"version_current": "2026.5.0"}"#) }
    router.get("/api/v3/flows/instances/") { _, _ in
      json(#"{"pagination": {"count": 0, "total_pages": 1}, "results": []}"#)
    }
    return try await LocalServer(
      router: router, server: try certificates.server(wantsClientCertificate: wantsClientCertificate)
    )
    .withRunning(body)
  }
}

private func json(_ text: String) -> Response {
  Response(
    status: .ok, headers: [.contentType: "application/json"],
    body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
}
