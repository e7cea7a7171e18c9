import Catalog
import Model
import OrderedCollections
import Testing

@testable import Sandbox

/// The sandbox accepts secrets, and returns them only where the real server does.
@Suite struct SecretTests {
  @Test func fieldsThatAreOnlyWrittenNeverComeBack() async throws {
    try await KindBodies.withSandbox { bodies in
      let stage = try await bodies.client.ask(
        "POST", "/api/v3/stages/captcha/", ["name": "c", "public_key": "p", "private_key": "hidden"])
      #expect(stage.status == 201)
      #expect(!stage.text.contains("hidden"))
      let list = try await bodies.client.ask("GET", "/api/v3/stages/captcha/")
      #expect(!list.text.contains("hidden"))
    }
  }

  @Test func whatTheServerMakesUpComesBack() async throws {
    try await KindBodies.withSandbox { bodies in
      let provider = try await bodies.created("authentik_providers_oauth2.oauth2provider", "p").answer
      #expect(provider["client_id"]?.string?.count == 40)
      #expect(provider["client_secret"]?.string?.count == 128)
    }
  }

  @Test func passwordsAndKeysHaveTheirOwnEndpoints() async throws {
    try await KindBodies.withSandbox { bodies in
      let client = bodies.client
      let user = try await bodies.created("authentik_core.user", "u").primaryKey.integer ?? 0
      let path = "/api/v3/core/users/\(user)/set_password/"
      #expect(try await client.ask("POST", path, ["password": "secret"]).status == 204)
      #expect(try await client.ask("POST", path, [:]).status == 400)
      #expect(try await client.ask("POST", path, ["password": "x"], token: "sandbox-view-only").status == 403)
      #expect(try await !client.ask("GET", "/api/v3/core/users/\(user)/").text.contains("secret"))
      try await bodies.created("authentik_core.token", "t")
      let token = "/api/v3/core/tokens/t/"
      #expect(try await client.ask("POST", token + "set_key/", ["key": "k-1"]).status == 204)
      #expect(try await client.ask("GET", token + "view_key/").json == ["key": "k-1"])
      #expect(try await !client.ask("GET", token).text.contains("k-1"))
    }
  }

  @Test func permissionsAreGivenToRoles() async throws {
    try await KindBodies.withSandbox { bodies in
      let role = try await bodies.created("authentik_rbac.role", "r").primaryKey.string ?? ""
      let path = "/api/v3/rbac/permissions/assigned_by_roles/"
      let body: Value = ["permissions": ["authentik_flows.add_flow", "authentik_flows.view_flow"]]
      let given = try await bodies.client.ask("POST", "\(path)\(role)/assign/", body)
      #expect(given.status == 200)
      #expect(given.json?.list?.count == 2)
      #expect(try await bodies.client.ask("POST", "\(path)\(role)/assign/", body).json == given.json)
      let list = try await bodies.client.ask("GET", path + "?model=authentik_flows.flow").json
      let permissions = list?["results"]?.list?.first?["model_permissions"]?.list ?? []
      #expect(permissions.map { $0["codename"] } == ["add_flow", "view_flow"])
      let others = try await bodies.client.ask("GET", path + "?model=authentik_core.user").json
      #expect(others?["results"] == [])
    }
  }

  @Test func aNewSandboxHoldsTheUsersOfItsTokens() async throws {
    try await KindBodies.withSandbox { bodies in
      let users = try await bodies.client.ask("GET", "/api/v3/core/users/").json?["results"]?.list ?? []
      #expect(Set(users.compactMap { $0["username"]?.string }) == Set(SandboxToken.standard.map(\.username)))
      #expect(users.filter { $0["is_superuser"] == true }.map { $0["username"] } == ["sandbox-admin"])
      let summary = try await bodies.client.ask("GET", "/api/v3/enterprise/license/summary/").json
      #expect(summary?["status"] == "unlicensed")
    }
  }
}
