import Catalog
import Model
import OrderedCollections
import Testing

@testable import Sandbox

/// Links that lead back into a run, and other ways into one: execute, impersonation, the inspector.
@Suite struct FlowLinkTests {
  private static let end: Value = ["component": "xak-flow-redirect", "to": "/"]

  /// A recovery flow with a user who lost the password.
  private func withRecovery(
    _ version: EmbeddedCatalog,
    _ body: @escaping @Sendable (FlowSetup, Browser, _ flow: Value) async throws -> Void
  ) async throws {
    try await Flows.withSandbox(version) { client in
      let setup = FlowSetup(client: client)
      try await setup.login()
      try await setup.user("ada")
      let prompt = try await client.made(
        "/stages/prompt/prompts/",
        ["name": "p", "field_key": "password", "label": "p", "type": "password", "required": true])
      let flow = try await setup.flow(
        "recover", ["designation": "recovery"],
        [
          ("identification", ["user_fields": ["email"]]), ("email", ["use_global_settings": true]),
          ("prompt/stages", ["fields": [prompt]]), ("user_write", ["user_creation_mode": "never_create"]),
        ])
      try await body(setup, Browser(client: client), flow)
    }
  }

  @Test(arguments: EmbeddedCatalog.recorded)
  func anEmailsLinkGoesOnInAnotherBrowser(_ version: EmbeddedCatalog) async throws {
    try await withRecovery(version) { setup, browser, _ in
      let waits = try await browser.answer("recover", ["uid_field": "ada@example.com"])
      #expect(waits["component"] == "ak-stage-email")
      let sent = try await browser.answer("recover", [:])
      #expect(sent["response_errors"]?["non_field_errors"]?.list?.first?["code"] == "email-sent")
      let tokens = try await setup.client.ask("GET", "/api/v3/core/tokens/?user__username=ada").json
      let token = tokens?["results"]?.list?.last?["identifier"]?.string ?? ""
      let path = "/api/v3/core/tokens/\(token)/view_key/"
      let key = try await setup.client.ask("GET", path).json?["key"]?.string ?? ""
      #expect(key.count == 60)
      let other = Browser(client: setup.client)
      let query = "flow_token%3D\(key)"
      var challenge = try await other.open("recover", query: query)
      if version != .v2024_8 {
        #expect(challenge["component"] == "ak-stage-consent")
        let answer: Value = ["token": challenge["token"] ?? .null]
        challenge = try await other.answer("recover", answer, query: query)
      }
      #expect(challenge["component"] == "ak-stage-prompt")
      #expect(try await other.answer("recover", ["password": "a new one"], query: query) == Self.end)
      let signedIn = Browser(client: setup.client)
      _ = try await signedIn.answer("login", ["uid_field": "ada"])
      #expect(try await signedIn.answer("login", ["password": "a new one"]) == Self.end)
      // The link is spent.
      let again = try await Browser(client: setup.client).open("recover", query: query)
      #expect(again["component"] == "ak-stage-identification")
    }
  }

  @Test func whoDoesNotExistIsSentNothing() async throws {
    try await withRecovery(.v2026_5_rc1) { setup, browser, _ in
      let waits = try await browser.answer("recover", ["uid_field": "nobody@example.com"])
      #expect(waits["component"] == "ak-stage-email")
      let tokens = try await setup.client.ask("GET", "/api/v3/core/tokens/").json
      #expect(tokens?["results"] == [])
    }
  }

  @Test func theAPIMakesLinksToTheBrandsRecoveryFlow() async throws {
    try await withRecovery(.v2026_5_rc1) { setup, browser, flow in
      let user = try await setup.user("eve").integer ?? 0
      let path = "/api/v3/core/users/\(user)/recovery/"
      #expect(try await setup.client.ask("POST", path, [:]).status == 400)
      let brand = try await setup.client.ask(
        "POST", "/api/v3/core/brands/", ["domain": "d", "default": true, "flow_recovery": flow])
      #expect(brand.status == 201)
      let link = try await setup.client.ask("POST", path, [:]).json?["link"]?.string ?? ""
      #expect(link.contains("/if/flow/recover/?flow_token="))
      #expect(try await setup.client.ask("POST", path, [:], token: "sandbox-view-only").status == 403)
    }
  }

  @Test func executeGivesTheTokensUserARun() async throws {
    try await Flows.withSandbox { client in
      let setup = FlowSetup(client: client)
      try await setup.flow(
        "errand", ["authentication": "require_authenticated"], [("dummy", [:]), ("user_login", [:])])
      let path = "/api/v3/flows/instances/errand/execute/"
      let response = try await client.ask("GET", path)
      #expect(response.json?["link"]?.string?.hasSuffix("/if/flow/errand/") == true)
      let browser = Browser(client: client)
      browser.take(response)
      #expect(try await browser.answer("errand", [:]) == Self.end)
      #expect(try await browser.username() == "sandbox-admin")
      #expect(try await client.ask("GET", path, token: "sandbox-none").status == 403)
    }
  }

  @Test func asSomebodyElse() async throws {
    try await Flows.withSandbox { client in
      let setup = FlowSetup(client: client)
      let user = try await setup.user("ada").integer ?? 0
      let path = "/api/v3/core/users/\(user)/impersonate/"
      let response = try await client.ask("POST", path, ["reason": "a test"])
      #expect(response.status == 204)
      let browser = Browser(client: client)
      browser.take(response)
      let shown = try await browser.ask("GET", "/api/v3/core/users/me/", nil)
      #expect(shown["user"]?["username"] == "ada")
      #expect(shown["original"]?["username"] == "sandbox-admin")
      #expect(try await browser.send("GET", "/api/v3/core/users/impersonate_end/", nil).status == 204)
      #expect(try await browser.username() == "sandbox-admin")
      #expect(try await client.ask("POST", path, [:], token: "sandbox-view-only").status == 403)
    }
  }

  @Test(arguments: EmbeddedCatalog.recorded)
  func onlyASessionOfAnInspectorSeesThePlan(_ version: EmbeddedCatalog) async throws {
    try await Flows.withSandbox(version) { client in
      let setup = FlowSetup(client: client)
      try await setup.login()
      let user = try await setup.user("boss")
      _ = try await client.made("/core/groups/", ["name": "g", "is_superuser": true, "users": [user]])
      try await setup.flow("two", [:], [("dummy", ["name": "one"]), ("dummy", ["name": "two"])])
      let path = "/api/v3/flows/inspector/two/"
      let refused = version == .v2024_8 ? 500 : 404
      #expect(try await client.ask("GET", path).status == refused)
      let browser = Browser(client: client)
      #expect(try await browser.send("GET", path, nil).status == refused)
      _ = try await setup.signIn(browser, as: "boss")
      _ = try await browser.answer("two", [:])
      let seen = try await browser.ask("GET", path, nil)
      #expect(seen["plans"]?.list?.count == 1)
      #expect(seen["current_plan"]?["current_stage"]?["stage_obj"]?["name"] == "two")
      #expect(seen["is_completed"] == false)
      _ = try await browser.answer("two", [:])
      #expect(try await browser.ask("GET", path, nil)["is_completed"] == true)
    }
  }

  @Test func tokensThatTheAPIMadeSayWhoAsks() async throws {
    try await Flows.withSandbox { client in
      let setup = FlowSetup(client: client)
      let user = try await setup.user("ada")
      _ = try await client.made("/core/tokens/", ["identifier": "t", "user": user, "intent": "api"])
      let key = try await client.ask("GET", "/api/v3/core/tokens/t/view_key/").json?["key"]?.string ?? ""
      let shown = try await client.ask("GET", "/api/v3/core/users/me/", token: key)
      #expect(shown.json?["user"]?["username"] == "ada")
      #expect(try await client.ask("GET", "/api/v3/core/users/", token: key).status == 403)
    }
  }
}
