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
  /// The values of the `Set-Cookie` headers, in their order.
  package let cookies: [String]
  /// The policies that the embedded server did not evaluate, percent-encoded and with commas between them.
  package let notEvaluated: String?
  package let body: [UInt8]

  package init(
    status: Int, contentType: String = "application/json", retryAfter: Double? = nil, location: String? = nil,
    requestID: String? = nil, cookies: [String] = [], notEvaluated: String? = nil, body: [UInt8] = []
  ) {
    self.status = status
    self.contentType = contentType
    self.retryAfter = retryAfter
    self.location = location
    self.requestID = requestID
    self.cookies = cookies
    self.notEvaluated = notEvaluated
    self.body = body
  }
}
