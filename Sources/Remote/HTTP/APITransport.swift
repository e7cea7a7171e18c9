/// Carries one request to the server and its answer back; retries nothing.
package protocol APITransport: Sendable {
  /// Throws `unreachable` where nothing was sent and `ambiguous` where it may have been.
  func send(_ request: APIRequest) async throws(APIError) -> APIResponse
}
