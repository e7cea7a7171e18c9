/// Sends one request and returns the answer; retries nothing.
package protocol APITransport: Sendable {
  /// Throws `unreachable` if nothing was sent, and `ambiguous` if it may have been.
  func send(_ request: APIRequest) async throws(APIError) -> APIResponse
}
