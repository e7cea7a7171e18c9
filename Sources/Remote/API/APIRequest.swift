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
    let pairs = query.map { "\(Self.encoded($0.name))=\(Self.encoded($0.value))" }
    return path + "?" + pairs.joined(separator: "&")
  }

  /// Encodes a text as one part of a path or query: everything but the unreserved characters of RFC 3986.
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

/// The server's answer.
package struct APIResponse: Sendable {
  package let status: Int
  /// Without parameters, lower-case.
  package let contentType: String
  /// The seconds after which the server wants to be asked again, if it says so.
  package let retryAfter: Double?
  /// The target of a redirect.
  package let location: String?
  /// The request's id in the server's log.
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
