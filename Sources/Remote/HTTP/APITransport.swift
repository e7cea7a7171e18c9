/// Sends one request and returns the answer; retries nothing.
package protocol APITransport: Sendable {
  /// Throws `unreachable` if nothing was sent, and `ambiguous` if it may have been.
  func send(_ request: APIRequest) async throws(APIError) -> APIResponse
  /// Sends a request before the process exits. Blocks the thread for a few seconds at most, and ignores the answer.
  func sendBeforeExit(_ request: APIRequest)
}

extension APITransport {
  /// Does nothing, for transports without a network.
  package func sendBeforeExit(_ request: APIRequest) {}
}
