/// Sends one request and returns the answer; retries nothing.
package protocol APITransport: Sendable {
  /// Throws `unreachable` if nothing was sent, and `ambiguous` if it may have been.
  func send(_ request: APIRequest) async throws(APIError) -> APIResponse
  /// The same for a process that is about to exit: blocks the thread for a few seconds at most, and ignores the answer.
  func sendBeforeExit(_ request: APIRequest)
}

extension APITransport {
  /// A transport without a network has nothing to wait for.
  package func sendBeforeExit(_ request: APIRequest) {}
}
