import Catalog
import Model
import OrderedCollections
import Testing

@testable import Sandbox

/// Objects that refer to another one: they are listed before its deletion and changed by it.
@Suite struct ReferenceTests {
  @Test func aFlowTakesItsBindingsAndProvidersAlong() async throws {
    try await KindBodies.withSandbox { bodies in
      let client = bodies.client
      let flow = try await bodies.created("authentik_flows.flow", "doomed")
      let binding = try #require(bodies.kinds.kind("authentik_flows.flowstagebinding"))
      var body = try await bodies.body(binding, "b")
      body["target"] = flow.primaryKey
      let bound = try await client.ask("POST", "/api/v3/flows/bindings/", .map(body)).json
      let provider = try #require(bodies.kinds.kind("authentik_providers_oauth2.oauth2provider"))
      body = try await bodies.body(provider, "p")
      body["authorization_flow"] = flow.primaryKey
      let provided = try await client.ask("POST", "/api/v3/providers/oauth2/", .map(body)).json
      let brand = try await client.ask(
        "POST", "/api/v3/core/brands/", ["domain": "x", "flow_recovery": flow.primaryKey]
      ).json

      let shown = try await client.ask("GET", "/api/v3/flows/instances/doomed/").json
      #expect(shown?["stages"] == [body["stage"] ?? bound?["stage"] ?? .null])
      let users = try await client.ask("GET", "/api/v3/flows/instances/doomed/used_by/").json?.list ?? []
      let actions = users.map { [$0["model_name"]?.string, $0["action"]?.string] }
      #expect(
        actions == [
          ["brand", "set_null"], ["flowstagebinding", "cascade"], ["stage", "cascade_many"],
          ["oauth2provider", "cascade"],
        ])

      #expect(try await client.ask("DELETE", "/api/v3/flows/instances/doomed/").status == 204)
      let statuses = try await [
        client.ask("GET", "/api/v3/flows/bindings/\(bound?["pk"]?.string ?? "")/").status,
        client.ask("GET", "/api/v3/providers/oauth2/\(provided?["pk"]?.integer ?? 0)/").status,
        client.ask("GET", "/api/v3/stages/all/\(bound?["stage"]?.string ?? "")/").status,
      ]
      #expect(statuses == [404, 404, 200])
      let left = try await client.ask("GET", "/api/v3/core/brands/\(brand?["brand_uuid"]?.string ?? "")/")
        .json
      #expect(left?["flow_recovery"] == .null)
    }
  }

  @Test func aListLosesTheObjectThatIsDeleted() async throws {
    try await KindBodies.withSandbox { bodies in
      let prompt = try await bodies.created("authentik_stages_prompt.prompt", "one")
      let other = try await bodies.created("authentik_stages_prompt.prompt", "other")
      let fields: Value = [other.primaryKey, prompt.primaryKey]
      let stage = try await bodies.client.ask(
        "POST", "/api/v3/stages/prompt/stages/", ["name": "s", "fields": fields]
      ).json
      #expect(stage?["fields"] == [prompt.primaryKey, other.primaryKey])
      _ = try await bodies.client.ask(
        "DELETE", "/api/v3/stages/prompt/prompts/\(prompt.primaryKey.string ?? "")/")
      let path = "/api/v3/stages/prompt/stages/\(stage?["pk"]?.string ?? "")/"
      #expect(try await bodies.client.ask("GET", path).json?["fields"] == [other.primaryKey])
    }
  }

  @Test func policiesAreBoundToEitherIdOfATarget() async throws {
    try await KindBodies.withSandbox { bodies in
      let flow = try await bodies.created("authentik_flows.flow", "target")
      let bindingId = flow.answer["policybindingmodel_ptr_id"] ?? .null
      let policy = try await bodies.created("authentik_policies_dummy.dummypolicy", "p")
      for (order, target) in [flow.primaryKey, bindingId].enumerated() {
        let answer = try await bodies.client.ask(
          "POST", "/api/v3/policies/bindings/",
          ["target": target, "policy": policy.primaryKey, "order": .integer(order)])
        #expect(answer.json?["target"] == flow.primaryKey)
      }
      let list = "/api/v3/policies/bindings/?target="
      #expect(try await bodies.client.ask("GET", list + (flow.primaryKey.string ?? "")).status == 400)
      let found = try await bodies.client.ask("GET", list + (bindingId.string ?? "")).json
      #expect(found?["results"]?.list?.count == 2)
      // Of several targets, each must exist.
      let other = try await bodies.created("authentik_flows.flow", "other")
      let otherId = other.answer["policybindingmodel_ptr_id"]?.string ?? ""
      _ = try await bodies.client.ask(
        "POST", "/api/v3/policies/bindings/",
        ["target": other.primaryKey, "policy": policy.primaryKey, "order": 7])
      for (targets, count) in [([otherId], 1), ([bindingId.string ?? "", otherId], 3)] {
        let query = targets.map { "target_in=" + $0 }.joined(separator: "&")
        let some = try await bodies.client.ask("GET", "/api/v3/policies/bindings/?" + query).json
        #expect(some?["results"]?.list?.count == count, "\(query)")
      }
      for wrong in [flow.primaryKey.string ?? "", "nothing"] {
        let refused = try await bodies.client.ask("GET", "/api/v3/policies/bindings/?target_in=\(wrong)")
        #expect(refused.status == 400 && refused.json?["target_in"] != nil)
      }
      let bound = try await bodies.client.ask(
        "GET", "/api/v3/policies/dummy/\(policy.primaryKey.string ?? "")/"
      ).json
      #expect(bound?["bound_to"] == 3)
    }
  }

  @Test func aGroupAndItsUsersShowEachOther() async throws {
    try await KindBodies.withSandbox { bodies in
      let user = try await bodies.created("authentik_core.user", "u")
      let group = try await bodies.client.ask(
        "POST", "/api/v3/core/groups/", ["name": "g", "users": [user.primaryKey]]
      ).json
      #expect(group?["users"] == [user.primaryKey])
      let path = "/api/v3/core/users/\(user.primaryKey.integer ?? 0)/"
      #expect(try await bodies.client.ask("GET", path).json?["groups"] == [group?["pk"] ?? .null])
      _ = try await bodies.client.ask(
        "PATCH", "/api/v3/core/groups/\(group?["pk"]?.string ?? "")/", ["users": []])
      #expect(try await bodies.client.ask("GET", path).json?["groups"] == [])
    }
  }
}
