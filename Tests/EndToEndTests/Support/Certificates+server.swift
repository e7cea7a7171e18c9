import HummingbirdCore
import HummingbirdTLS
import NIOSSL

extension Certificates {
  /// A server that shows its certificate, and that may require one from the client.
  func server(wantsClientCertificate: Bool) throws -> HTTPServerBuilder {
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: try NIOSSLCertificate.fromPEMFile(server).map { .certificate($0) },
      privateKey: .privateKey(try NIOSSLPrivateKey(file: serverKey, format: .pem)))
    if wantsClientCertificate {
      configuration.certificateVerification = .noHostnameVerification
      configuration.trustRoots = .file(authority)
    }
    return try .tls(tlsConfiguration: configuration)
  }
}
