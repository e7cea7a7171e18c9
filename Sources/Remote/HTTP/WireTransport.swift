/// Sends requests as a browser does: to any address, without the API token. Retries nothing.
package protocol WireTransport: Sendable {
  func exchange(_ request: WireRequest) async throws(APIError) -> APIResponse
}

extension HTTPTransport: WireTransport {}
