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
  /// With a slash at both ends, its parts percent-encoded.
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

  /// Path and query, as they stand in the request line.
  var target: String {
    guard !query.isEmpty else { return path }
    let pairs = query.map { "\(Self.encoded($0.name))=\(Self.encoded($0.value))" }
    return path + "?" + pairs.joined(separator: "&")
  }

  /// A text as one part of a path or query: all but the unreserved characters of RFC 3986 is encoded.
  package static func encoded(_ text: String) -> String {
    text.utf8.reduce(into: "") { result, byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
        UInt8(ascii: "~"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        result += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
      }
    }
  }
}

/// What the server answered.
package struct APIResponse: Sendable {
  package let status: Int
  /// Without parameters, lower-case.
  package let contentType: String
  /// Seconds, where the server says when to come back.
  package let retryAfter: Double?
  /// Where a redirect points.
  package let location: String?
  /// By which the server's log knows the request.
  package let requestID: String?
  package let body: [UInt8]

  package init(
    status: Int, contentType: String = "application/json", retryAfter: Double? = nil, location: String? = nil,
    requestID: String? = nil, body: [UInt8] = []
  ) {
    self.status = status
    self.contentType = contentType
    self.retryAfter = retryAfter
    self.location = location
    self.requestID = requestID
    self.body = body
  }
}
