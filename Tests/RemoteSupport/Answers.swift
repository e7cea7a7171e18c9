package import Model
import OrderedCollections
package import Remote

extension Result<APIResponse, APIError> {
  package static func json(_ status: Int, _ value: Value, retryAfter: Double? = nil) -> Self {
    .success(APIResponse(status: status, retryAfter: retryAfter, body: JSONWriter.bytes(of: value)))
  }

  package static func text(
    _ status: Int, _ text: String = "", type: String = "text/html", retryAfter: Double? = nil
  ) -> Self {
    .success(APIResponse(status: status, contentType: type, retryAfter: retryAfter, body: Array(text.utf8)))
  }

  /// A list's only page.
  package static func page(_ objects: [Value]) -> Self {
    json(200, ["pagination": ["total_pages": 1], "results": .list(objects)])
  }

  /// What another server answers.
  package static func from(_ transport: some APITransport, _ request: APIRequest) async -> Self {
    do throws(APIError) { return .success(try await transport.send(request)) } catch {
      return .failure(error)
    }
  }
}

extension APIRequest {
  /// `METHOD path`
  package var line: String { "\(method.rawValue) \(path)" }
}
