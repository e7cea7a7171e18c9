import Hummingbird
import HummingbirdTLS
import NIOSSL

/// A server behind TLS that has a version and no flows.
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
    return try await LocalServer(router: router, server: try .tls(tlsConfiguration: try configuration()))
      .withRunning(body)
  }

  private func configuration() throws -> TLSConfiguration {
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: try NIOSSLCertificate.fromPEMFile(certificates.server).map { .certificate($0) },
      privateKey: .privateKey(try NIOSSLPrivateKey(file: certificates.serverKey, format: .pem)))
    if wantsClientCertificate {
      configuration.certificateVerification = .noHostnameVerification
      configuration.trustRoots = .file(certificates.authority)
    }
    return configuration
  }
}

private func json(_ text: String) -> Response {
  Response(
    status: .ok, headers: [.contentType: "application/json"],
    body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
}
