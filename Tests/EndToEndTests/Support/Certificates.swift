import Foundation
import Subprocess
import SystemPackage

/// A certificate authority with a server certificate and a client certificate, made for one test.
struct Certificates: Sendable {
  let folder: URL

  var authority: String { folder.appending(path: "authority.pem").path }
  var server: String { folder.appending(path: "server.pem").path }
  var serverKey: String { folder.appending(path: "server.key").path }
  var client: String { folder.appending(path: "client.pem").path }
  var clientKey: String { folder.appending(path: "client.key").path }

  /// `host` is the name in the server's certificate, such as `IP:127.0.0.1`.
  init(in folder: URL, host: String) async throws {
    self.folder = folder
    try await openssl(
      "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=Authority for a test",
      "-keyout", "authority.key", "-out", "authority.pem")
    for (name, extensions) in [
      ("server", "subjectAltName=\(host)"), ("client", "extendedKeyUsage=clientAuth"),
    ] {
      try Data(extensions.utf8).write(to: folder.appending(path: "\(name).ext"))
      try await openssl(
        "req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=\(name)", "-keyout", "\(name).key", "-out",
        "\(name).csr")
      try await openssl(
        "x509", "-req", "-in", "\(name).csr", "-CA", "authority.pem", "-CAkey", "authority.key",
        "-CAcreateserial", "-days", "2", "-extfile", "\(name).ext", "-out", "\(name).pem")
    }
  }

  private func openssl(_ arguments: String...) async throws {
    let result = try await Subprocess.run(
      .name("openssl"), arguments: Arguments(arguments), workingDirectory: FilePath(folder.path),
      output: .discarded, error: .string(limit: 1 << 16))
    guard result.terminationStatus.isSuccess else {
      throw Failure(message: result.standardError)
    }
  }

  struct Failure: Error {
    let message: String
  }
}
