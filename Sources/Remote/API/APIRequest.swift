package import Model

/// A request below `/api/v3`.
package struct APIRequest: Sendable {
  package enum Method: String, Sendable, Hashable {
    case get = "GET"
    case post = "POST"
    case patch = "PATCH"
    case delete = "DELETE"
  }

  package let method: Method
  /// With a slash at both ends; its parts are percent-encoded.
  package let path: String
  package let query: [(name: String, value: String)]
  package let body: Value?

  package init(
    _ method: Method, _ path: String, query: [(name: String, value: String)] = [], body: Value? = nil
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.body = body
  }

  /// The path and query of the request line.
  var target: String {
    guard !query.isEmpty else { return path }
    let pairs = query.map { "\(PercentEncoding.encoded($0.name))=\(PercentEncoding.encoded($0.value))" }
    return path + "?" + pairs.joined(separator: "&")
  }
}
