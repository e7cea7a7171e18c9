package import HTTPTypes
import Model

/// A request as the engine sees it.
package struct SandboxRequest: Sendable {
  let method: String
  /// The path and query, as they were sent.
  let target: String
  /// The client's name for the server, with the port.
  let host: String
  let headers: HTTPFields
  let body: [UInt8]
  /// The path without percent-encoding; nil if it is not valid text.
  let path: String?
  let query: [(name: String, value: String)]

  package init(method: String, target: String, host: String, headers: HTTPFields, body: [UInt8]) {
    self.method = method
    self.target = target
    self.host = host
    self.headers = headers
    self.body = body
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    path = PercentEncoding.decoded(parts.first ?? "")
    query = Self.query(parts.count > 1 ? parts[1] : "")
  }

  /// The parameters of a query, in the order of the query.
  static func query(_ text: some StringProtocol) -> [(name: String, value: String)] {
    text.split(separator: "&").map { item in
      let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (queryText(pair[0]), pair.count > 1 ? queryText(pair[1]) : "")
    }
  }

  var isRead: Bool { ["GET", "HEAD", "OPTIONS", "TRACE"].contains(method) }

  /// The value of a parameter; the last one if it is repeated, like in Django.
  func parameter(_ name: String) -> String? {
    query.last { $0.name == name }?.value
  }

  /// Whether the `Accept` header allows JSON; without one, everything is allowed.
  var acceptsJSON: Bool {
    guard let accept = headers[.accept], !accept.isEmpty else { return true }
    let types = accept.lowercased().split(separator: ",").map {
      $0.split(separator: ";").first.map { $0.split(separator: " ").joined() } ?? ""
    }
    return types.contains { ["*/*", "application/*", "application/json"].contains($0) }
  }

  /// The value of a header that HTTP itself does not define.
  func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }

  /// Whether the client came over https, by the word of the proxy before the server.
  var isSecure: Bool { header("X-Forwarded-Proto")?.lowercased() == "https" }

  private static func queryText(_ text: some StringProtocol) -> String {
    PercentEncoding.decoded(
      text.split(separator: "+", omittingEmptySubsequences: false).joined(separator: " "))
      ?? String(text)
  }
}
