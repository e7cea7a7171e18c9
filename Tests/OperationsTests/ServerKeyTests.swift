import Applying
import Catalog
import Model
import OperationsSupport
import OrderedCollections
import Planning
import Remote
import Sandbox
import State
import TestSupport
import Testing

/// Keys that the server itself adds to a list of references are no difference. A change by hand is one.
struct ServerKeyTests {
  /// A sandbox that adds the managed scope mappings to a proxy provider whenever it is saved.
  private struct AddingServer: APITransport {
    let engine: EngineTransport
    var mayReadMappings = true

    func send(_ request: APIRequest) async throws(APIError) -> APIResponse {
      if !mayReadMappings, request.path == "/propertymappings/all/" {
        return APIResponse(status: 403, body: Array(#"{"detail": "No."}"#.utf8))
      }
      guard request.path.hasPrefix("/providers/proxy/"), request.method == .post || request.method == .patch,
        var body = request.body?.map
      else { return try await engine.send(request) }
      let mappings = try await APIClient(engine).read("/propertymappings/provider/scope/")
      let managed = (mappings["results"]?.list ?? []).filter { $0["managed"]?.string != nil }
      let keys = (body["property_mappings"]?.list ?? []) + managed.compactMap { $0["pk"] }
      body["property_mappings"] = .list(Array(OrderedSet(keys)))
      return try await engine.send(APIRequest(request.method, request.path, body: .map(body)))
    }
  }

  private static let managed = ["openid", "profile", "email"].map {
    "goauthentik.io/providers/oauth2/scope-\($0)"
  }

  private static func blueprint(_ mappings: String) -> String {
    """
    version: 1
    entries:
      - model: authentik_flows.flow
        id: flow
        identifiers: {slug: proxy-flow}
        attrs: {name: Flow, title: Flow, designation: authorization}
      - model: authentik_providers_oauth2.scopemapping
        id: mine
        identifiers: {name: mine}
        attrs: {scope_name: mine, expression: "return {}"}
      - model: authentik_providers_oauth2.scopemapping
        id: other
        identifiers: {name: other}
        attrs: {scope_name: other, expression: "return {}"}
      - model: authentik_providers_proxy.proxyprovider
        identifiers: {name: proxy}
        attrs:
          mode: forward_single
          external_host: https://app.example.com
          authorization_flow: !KeyOf flow
          invalidation_flow: !KeyOf flow
          property_mappings: [\(mappings)]
    """
  }

  private static func provider(_ client: APIClient) async throws -> Value {
    try await client.read("/providers/proxy/")["results"]?.list?.first ?? .null
  }

  @Test func areNoDifference() async throws {
    let directory = try TemporaryDirectory()
    let engine = EngineTransport(sandbox: try SandboxServer(SandboxConfiguration()))
    let client = APIClient(engine)
    for name in Self.managed {
      _ = try await client.write(
        APIRequest(
          .post, "/propertymappings/provider/scope/",
          body: [
            "name": .string(name), "managed": .string(name), "scope_name": "x", "expression": "return {}",
          ]))
    }
    let server = AddingServer(engine: engine)
    var apply = ApplyInProcess(
      blueprint: Self.blueprint("!KeyOf mine"), store: StateStore(path: directory.path("state.json")))
    #expect(try await apply.run(server).outcome[.create] == 4)
    let provider = try await Self.provider(client)
    let all = provider["property_mappings"]?.list ?? []
    #expect(all.count == 6)
    let second = try await apply.run(server)
    #expect(!second.plan.summary.hasChanges, "\(second.plan.changes)")

    // A mapping that was removed or added by hand is corrected.
    let mappings = try await client.read("/propertymappings/provider/scope/")["results"]?.list ?? []
    func key(_ name: String) -> Value { mappings.first { $0["name"] == .string(name) }?["pk"] ?? .null }
    let meddled: [[Value]] = [all.filter { $0 != key("mine") }, all + [key("other")]]
    for keys in meddled {
      _ = try await client.write(
        APIRequest(
          .patch, "/providers/proxy/\(Coercion.text(provider["pk"] ?? .null) ?? "")/",
          body: [
            "property_mappings": .list(keys), "mode": "forward_single",
          ]))
      let restored = try await apply.run(server)
      #expect(restored.plan.driftCount == 1, "\(restored.plan.changes)")
      #expect(restored.outcome[.update] == 1)
      #expect(try await !apply.run(server).plan.summary.hasChanges)
    }

    apply.blueprint = Self.blueprint("!KeyOf mine, !KeyOf other")
    #expect(try await apply.run(server).outcome[.update] == 1)
    #expect(try await !apply.run(server).plan.summary.hasChanges)
    // A token that may not read them continues without them.
    let blind = try await apply.run(AddingServer(engine: engine, mayReadMappings: false))
    #expect(blind.outcome.isComplete)
  }
}
