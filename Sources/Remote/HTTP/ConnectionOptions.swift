/// How to reach the server.
package struct ConnectionOptions: Sendable {
  package var address: ServerAddress
  package var token: String
  /// For one request.
  package var timeoutSeconds: Double = 30
  package var isInsecure = false
  package var caFile: String?
  package var clientCertificateFile: String?
  package var clientKeyFile: String?
  package var headers: [(name: String, value: String)] = []
  package var parallelism = 10
  /// `http://host:port`, or nil to connect directly.
  package var proxy: String?
  package var userAgent = "flowform"

  package init(address: ServerAddress, token: String) {
    self.address = address
    self.token = token
  }
}
