import Catalog
import Model
import OrderedCollections
import Testing

@testable import Sandbox

/// Stages that act, lead away or ask for consent.
@Suite struct ActingStageTests {
  private static let end: Value = ["component": "xak-flow-redirect", "to": "/"]

  private func with(
    _ version: EmbeddedCatalog = .v2026_5_rc1,
    _ body: @escaping @Sendable (FlowSetup, Browser) async throws -> Void
  ) async throws {
    try await Flows.withSandbox(version) { client in
      try await body(FlowSetup(client: client), Browser(client: client))
    }
  }

  /// A prompt stage with these fields, and their types.
  private func prompts(_ setup: FlowSetup, _ fields: [(String, String)]) async throws -> (String, ValueMap) {
    var keys: [Value] = []
    for (key, type) in fields {
      keys.append(
        try await setup.client.made(
          "/stages/prompt/prompts/",
          [
            "name": .string("p-\(key)"), "field_key": .string(key), "label": .string(key),
            "type": .string(type),
            "required": true,
          ]))
    }
    return ("prompt/stages", ["fields": .list(keys)])
  }

  @Test func anEnrollmentMakesAUser() async throws {
    try await with { setup, browser in
      let group = try await setup.client.made("/core/groups/", ["name": "people"])
      let ask = try await prompts(
        setup, [("username", "username"), ("password", "password"), ("attributes.team.name", "text")])
      try await setup.flow(
        "enroll", ["designation": "enrollment"],
        [
          ask,
          (
            "user_write",
            [
              "user_creation_mode": "always_create", "create_users_group": group, "user_type": "internal",
              "user_path_template": "users/new",
            ]
          ), ("user_login", [:]),
        ])
      let answer: Value = [
        "username": "ada", "password": .string(FlowSetup.password), "attributes.team.name": "x",
      ]
      #expect(try await browser.answer("enroll", answer) == Self.end)
      #expect(try await browser.username() == "ada")
      let list = try await setup.client.ask("GET", "/api/v3/core/users/?username=ada").json?["results"]?.list
      let user = try #require(list?.first)
      #expect(user["attributes"] == ["team": ["name": "x"]])
      #expect(user["groups"] == [group])
      #expect(user["path"] == "users/new")
      #expect(user["is_superuser"] == false)
      try await setup.login()
      #expect(try await setup.signIn(Browser(client: setup.client), as: "ada") == Self.end)
    }
  }

  @Test(arguments: [
    ("never_create", "eve", "No user found and can't create new user."),
    ("always_create", "ada", UserWriteFailure.taken),
  ])
  func aUserThatCannotBeWrittenEndsTheRun(_ mode: String, _ name: String, _ message: String) async throws {
    try await with { setup, browser in
      try await setup.user("ada")
      try await setup.flow(
        "enroll", [:],
        [
          try await prompts(setup, [("username", "text")]),
          ("user_write", ["user_creation_mode": .string(mode)]),
        ])
      let denied = try await browser.answer("enroll", ["username": .string(name)])
      #expect(denied["error_message"] == .string(message))
    }
  }

  private enum UserWriteFailure {
    static let taken = "Failed to update user. Please try again later."
  }

  @Test func aStageThatWritesNothingDenies() async throws {
    try await with { setup, browser in
      try await setup.flow("nothing", [:], [("user_write", [:])])
      #expect(try await browser.open("nothing")["error_message"] == "No Pending data.")
      try await setup.flow("mail", [:], [("email", ["use_global_settings": true])])
      #expect(try await browser.open("mail")["error_message"] == "Unknown error")
      try await setup.flow("remove", [:], [("user_delete", [:])])
      #expect(try await browser.open("remove")["error_message"] == "Unknown error")
      try await setup.flow("enter", [:], [("user_login", [:])])
      #expect(try await browser.open("enter")["error_message"] == "Unknown error")
    }
  }

  @Test func lookingAtAUserDeleteStageDeletesTheUser() async throws {
    try await with { setup, browser in
      let key = try await setup.user("ada").integer ?? 0
      try await setup.login()
      try await setup.flow("remove", ["designation": "unenrollment"], [("user_delete", [:])])
      _ = try await setup.signIn(browser, as: "ada")
      #expect(try await browser.open("remove") == Self.end)
      #expect(try await browser.username() == nil)
      #expect(try await setup.client.ask("GET", "/api/v3/core/users/\(key)/").status == 404)
    }
  }

  @Test(arguments: EmbeddedCatalog.recorded)
  func consentNeedsTheNewestToken(_ version: EmbeddedCatalog) async throws {
    try await with(version) { setup, browser in
      try await setup.flow("agree", [:], [("consent", ["mode": "always_require"])])
      let first = try await browser.open("agree")["token"] ?? .null
      let second = try await browser.open("agree")["token"] ?? .null
      #expect(first != second)
      let refused = try await browser.answer("agree", ["token": first])
      #expect(refused["component"] == "ak-stage-consent")
      #expect((refused["response_errors"] == nil) == (version == .v2024_8))
      #expect(try await browser.answer("agree", [:])["response_errors"]?["token"] != nil)
      let newest = try await browser.open("agree")["token"] ?? .null
      #expect(try await browser.answer("agree", ["token": newest]) == Self.end)
    }
  }

  @Test func anInvitationLetsItsHolderIn() async throws {
    try await with { setup, browser in
      let flow = try await setup.flow("invited", [:], [("invitation/stages", [:]), ("dummy", [:])])
      let other = try await setup.flow("other", [:], [("dummy", [:])])
      func invitation(_ name: String, _ fields: ValueMap) async throws -> String {
        let body: ValueMap = ["name": .string(name), "expires": "2090-01-01T00:00:00Z", "fixed_data": [:]]
        return try await setup.client.made(
          "/stages/invitation/invitations/", .map(body.merging(fields) { $1 })
        ).string ?? ""
      }
      let once = try await invitation("once", ["single_use": true, "flow": flow])
      let foreign = try await invitation("foreign", ["flow": other])
      let old = try await invitation("old", ["expires": "2020-01-01T00:00:00Z"])
      for query in ["", "itoken%3Dnonsense", "itoken%3D\(foreign)", "itoken%3D\(old)"] {
        let denied = try await Browser(client: setup.client).open("invited", query: query)
        #expect(denied["error_message"] == "Invalid invite/invite not found", "\(query)")
      }
      #expect(try await browser.open("invited", query: "itoken%3D\(once)")["component"] == "ak-stage-dummy")
      let again = try await Browser(client: setup.client).open("invited", query: "itoken%3D\(once)")
      #expect(again["component"] == "ak-stage-access-denied")
    }
  }

  @Test func aRedirectStageLeadsToAFlowThatRequiresIt() async throws {
    try await with { setup, browser in
      let flow = try await setup.flow("needs", ["authentication": "require_redirect"], [("dummy", [:])])
      try await setup.flow("leads", [:], [("redirect", ["mode": "flow", "target_flow": flow])])
      try await setup.flow(
        "away", [:], [("redirect", ["mode": "static", "target_static": "https://example.com/bye"])])
      #expect(try await browser.open("needs")["component"] == "ak-stage-access-denied")
      #expect(try await browser.open("leads")["to"] == "/if/flow/needs/")
      #expect(try await browser.open("needs")["component"] == "ak-stage-dummy")
      #expect(try await browser.open("away")["to"] == "https://example.com/bye")
    }
  }

  @Test(arguments: [("restart", "first"), ("restart_with_context", "first"), ("retry", "second")])
  func aRefusedAnswerMayBeginTheFlowAnew(_ action: String, _ name: String) async throws {
    try await with { setup, browser in
      let flow = try await setup.client.made("/flows/instances/", Flows.body("again"))
      let ask = try await prompts(setup, [("q", "text")])
      let stages: [(String, ValueMap)] = [("dummy", ["name": "first"]), ask]
      for (order, stage) in stages.enumerated() {
        let fields = stage.1.merging(["name": "second"]) { own, _ in own }
        let key = try await setup.client.made("/stages/\(stage.0)/", .map(fields))
        _ = try await setup.client.made(
          "/flows/bindings/",
          [
            "target": flow, "stage": key, "order": .integer(order),
            "invalid_response_action": .string(action),
          ])
      }
      #expect(try await browser.answer("again", [:])["component"] == "ak-stage-prompt")
      let refused = try await browser.answer("again", [:])
      #expect(refused["component"] == (name == "first" ? "ak-stage-dummy" : "ak-stage-prompt"))
      #expect((refused["response_errors"] != nil) == (name == "second"))
    }
  }

  @Test func aCaptchaRefusesEveryToken() async throws {
    try await with { setup, browser in
      let keys: ValueMap = ["public_key": "p", "private_key": "s"]
      try await setup.flow("robot", [:], [("captcha", keys)])
      #expect(try await browser.open("robot")["site_key"] == "p")
      let refused = try await browser.answer("robot", ["token": "good"])
      #expect(refused["response_errors"]?["token"]?.list?.first?["string"] == "Failed to validate token")
    }
  }

  @Test func aStageThatTheSandboxDoesNotRunIsAFlowError() async throws {
    try await with { setup, browser in
      let stage: ValueMap = [
        "friendly_name": "d", "client_id": "i", "client_secret": "s", "api_hostname": "h",
      ]
      try await setup.flow("duo", [:], [("authenticator/duo", stage)])
      #expect(try await browser.open("duo")["component"] == "ak-stage-flow-error")
    }
  }
}
