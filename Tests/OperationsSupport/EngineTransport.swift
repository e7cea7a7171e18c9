import HTTPTypes
import Model
import OrderedCollections
package import Remote
package import Sandbox

/// Reaches a sandbox's engine without HTTP and without its faults.
package struct EngineTransport: APITransport {
  private let sandbox: SandboxServer

  package init(sandbox: SandboxServer) { self.sandbox = sandbox }

  package func send(_ request: APIRequest) async throws(APIError) -> APIResponse {
    let query = request.query.map { "\($0.name)=\(PercentEncoding.encoded($0.value))" }.joined(separator: "&")
    let target = "/api/v3\(request.path)" + (query.isEmpty ? "" : "?" + query)
    var headers = HTTPFields()
    headers[.authorization] = "Bearer sandbox-admin"
    headers[.contentType] = "application/json"
    let response = await sandbox.answer(
      SandboxRequest(
        method: request.method.rawValue, target: target, host: "127.0.0.1", headers: headers,
        body: request.body.map { JSONWriter.bytes(of: $0) } ?? []))
    return APIResponse(
      status: response.status, contentType: String((response.contentType ?? "").prefix { $0 != ";" }),
      body: response.body)
  }

  /// All objects of the kinds in `MixedText`, by their identifiers in the blueprint, sorted. An object that exists
  /// twice appears twice.
  package func mixedObjects() async throws -> [String] {
    let client = APIClient(self)
    func list(_ path: String, _ name: (Value) -> String) async throws -> [String] {
      var found: [String] = []
      var page = 1
      while true {
        let answer = try await client.read(
          path, query: [(name: "page", value: "\(page)"), (name: "page_size", value: "100")])
        found += (answer["results"]?.list ?? []).map(name)
        page += 1
        guard page <= answer["pagination"]?["total_pages"]?.integer ?? 1 else { return found }
      }
    }
    func number(_ value: Value?) -> String { value.map { JSONWriter.write($0) } ?? "" }
    var all = try await list("/flows/instances/") { "flow \($0["slug"]?.string ?? "")" }
    all += try await list("/stages/deny/") { "stage \($0["name"]?.string ?? "")" }
    all += try await list("/flows/bindings/") { "binding \(number($0["order"]))" }
    all += try await list("/policies/bindings/") { "policy binding \(number($0["order"]))" }
    all += try await list("/stages/invitation/invitations/") { "invitation \($0["name"]?.string ?? "")" }
    all += try await list("/core/users/") { $0["username"]?.string ?? "" }.filter { $0.hasPrefix("user-") }
    all += try await list("/propertymappings/provider/scope/") { $0["name"]?.string ?? "" }
    return all.sorted()
  }
}
