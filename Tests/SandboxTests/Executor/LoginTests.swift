import Catalog
import Model
import OrderedCollections
import Testing

@testable import Sandbox

/// Signing in and out.
@Suite struct LoginTests {
  private static let end: Value = ["component": "xak-flow-redirect", "to": "/"]

  /// Runs a body against a sandbox with a login flow and a user.
  private func withLogin(
    _ version: EmbeddedCatalog = .v2026_5_rc1, attempts: Int = 5,
    _ body: @escaping @Sendable (FlowSetup, Browser) async throws -> Void
  ) async throws {
    try await Flows.withSandbox(version) { client in
      let setup = FlowSetup(client: client)
      try await setup.login(attempts: attempts)
      try await setup.user("ada")
      try await body(setup, Browser(client: client))
    }
  }

  @Test(arguments: EmbeddedCatalog.recorded)
  func nameAndPasswordSignIn(_ version: EmbeddedCatalog) async throws {
    try await withLogin(version) { setup, browser in
      #expect(try await browser.open("login")["component"] == "ak-stage-identification")
      let question = try await browser.answer("login", ["uid_field": "ADA@example.com"])
      #expect(question["component"] == "ak-stage-password")
      #expect(question["pending_user"] == "ada")
      #expect(try await browser.username() == nil)
      #expect(try await browser.answer("login", ["password": .string(FlowSetup.password)]) == Self.end)
      #expect(try await browser.username() == "ada")
      let sessions = try await setup.client.ask(
        "GET", "/api/v3/core/authenticated_sessions/?user__username=ada")
      #expect(sessions.json?["results"]?.list?.count == 1)
      let others = try await setup.client.ask(
        "GET", "/api/v3/core/authenticated_sessions/?user__username=eve")
      #expect(others.json?["results"] == [])
    }
  }

  @Test(arguments: EmbeddedCatalog.recorded)
  func wrongPasswordsAreRefusedUntilTheLastOneEndsTheRun(_ version: EmbeddedCatalog) async throws {
    try await withLogin(version, attempts: 3) { _, browser in
      _ = try await browser.answer("login", ["uid_field": "ada"])
      for _ in 0..<2 {
        let refused = try await browser.answer("login", ["password": "wrong"])
        #expect(
          refused["response_errors"] == ["password": [["string": "Invalid password", "code": "invalid"]]])
      }
      let denied = try await browser.answer("login", ["password": "wrong"])
      #expect(denied["component"] == "ak-stage-access-denied")
      #expect(denied["error_message"] == (version == .v2024_8 ? "Unknown error" : "Invalid password"))
      #expect(try await browser.open("login")["component"] == "ak-stage-identification")
    }
  }

  @Test func unknownAndInactiveUsersLookLikeWrongPasswords() async throws {
    try await withLogin { setup, browser in
      try await setup.user("gone", ["is_active": false])
      for name in ["nobody", "gone"] {
        let other = Browser(client: setup.client)
        let refused = try await setup.signIn(other, as: name)
        #expect(refused["pending_user"] == .string(name))
        #expect(refused["response_errors"]?["password"]?.list?.first?["string"] == "Invalid password")
      }
    }
  }

  @Test func aSignedInBrowserMustShowThatAnAnswerIsItsOwn() async throws {
    try await withLogin { setup, browser in
      _ = try await setup.signIn(browser, as: "ada")
      let session = browser.cookie(FlowSessions.cookie) ?? ""
      let csrf = browser.cookie("authentik_csrf") ?? ""
      let target = "/api/v3/flows/executor/login/?query="
      let table: [([(String, String)], String)] = [
        ([], "ak-stage-flow-error"), ([("X-authentik-CSRF", "wrong")], "ak-stage-flow-error"),
        ([("X-authentik-CSRF", csrf), ("Origin", "https://evil.example")], "ak-stage-flow-error"),
        ([("X-authentik-CSRF", csrf), ("X-Forwarded-Proto", "https")], "ak-stage-flow-error"),
        (
          [
            ("X-authentik-CSRF", csrf), ("X-Forwarded-Proto", "https"),
            ("Referer", "https://127.0.0.1:\(setup.client.port)/"),
          ], "ak-stage-identification"
        ), ([("X-authentik-CSRF", csrf)], "ak-stage-identification"),
      ]
      for (headers, component) in table {
        let response = try await setup.client.send(
          "POST", target,
          headers: headers + [
            ("Cookie", "\(FlowSessions.cookie)=\(session)"), ("Content-Type", "application/json"),
          ],
          body: Array("{}".utf8))
        #expect(response?.json?["component"] == .string(component), "\(headers)")
      }
    }
  }

  @Test(arguments: [
    ("%2Fif%2Fuser%2F", "/if/user/"), ("https:%2F%2Fevil.example", nil), ("%2F%2Fevil.example", nil),
    ("", nil),
  ])
  func onlyARelativeNextIsFollowed(_ next: String, _ target: String?) async throws {
    try await withLogin { _, browser in
      let query = "next%3D" + next.replacing("%", with: "%25")
      _ = try await browser.answer("login", ["uid_field": "ada"], query: query)
      let end = try await browser.answer("login", ["password": .string(FlowSetup.password)], query: query)
      #expect(end["to"]?.string == target)
      if target == nil { #expect(end["error_message"] == "Invalid next URL") }
      #expect(try await browser.username() == "ada")
    }
  }

  @Test func signingOutForgetsTheCookie() async throws {
    try await withLogin { setup, browser in
      try await setup.flow("logout", ["designation": "invalidation"], [("user_logout", [:])])
      _ = try await setup.signIn(browser, as: "ada")
      #expect(try await browser.open("logout") == Self.end)
      #expect(browser.cookie(FlowSessions.cookie) == nil)
      #expect(try await browser.username() == nil)
    }
  }

  @Test func aSessionEndsWithItsObjectAndWithItsUser() async throws {
    try await withLogin { setup, browser in
      let key = try await setup.user("eve").integer ?? 0
      let other = Browser(client: setup.client)
      _ = try await setup.signIn(browser, as: "ada")
      _ = try await setup.signIn(other, as: "eve")
      let path = "/api/v3/core/authenticated_sessions/"
      let sessions = try await setup.client.ask("GET", path + "?user__username=ada").json
      let session = sessions?["results"]?.list?.first?["uuid"]?.string ?? ""
      #expect(try await setup.client.ask("DELETE", "\(path)\(session)/").status == 204)
      #expect(try await browser.username() == nil)
      #expect(try await other.username() == "eve")
      #expect(try await setup.client.ask("DELETE", "/api/v3/core/users/\(key)/").status == 204)
      #expect(try await other.username() == nil)
    }
  }

  @Test func aSessionEndsWithItsTime() async throws {
    let clock = TestClock()
    try await Flows.withSandbox(.v2026_5_rc1, { $0.now = { clock.now } }) { client in
      let setup = FlowSetup(client: client)
      try await setup.user("ada")
      try await setup.flow(
        "short", [:],
        [
          ("identification", ["user_fields": ["username"]]),
          ("user_login", ["session_duration": "minutes=5", "remember_me_offset": "hours=1"]),
        ])
      for (stays, hours) in [(true, 1.0), (false, 0.0)] {
        let browser = Browser(client: client)
        let question = try await browser.answer("short", ["uid_field": "ada"])
        #expect(question["component"] == "ak-stage-user-login")
        _ = try await browser.answer("short", ["remember_me": .bool(stays)])
        clock.advance(by: hours * 3_600 + 299)
        #expect(try await browser.username() == "ada")
        clock.advance(by: 1)
        #expect(try await browser.username() == nil)
      }
    }
  }

  @Test func aCombinedStageAsksForBoth() async throws {
    try await Flows.withSandbox { client in
      let setup = FlowSetup(client: client)
      try await setup.user("ada")
      let password = try await client.made(
        "/stages/password/", ["name": "inner", "backends": [.string(SignIn.inbuilt)]])
      try await setup.flow(
        "both", [:],
        [
          ("identification", ["user_fields": ["username"], "password_stage": password]), ("user_login", [:]),
        ])
      let browser = Browser(client: client)
      #expect(try await browser.open("both")["password_fields"] == true)
      for answer: Value in [
        ["uid_field": "ada", "password": "wrong"], ["uid_field": "ada"],
        ["uid_field": "nobody", "password": "x"],
      ] {
        let refused = try await browser.answer("both", answer)
        #expect(
          refused["response_errors"]
            == ["non_field_errors": [["string": "Failed to authenticate.", "code": "invalid"]]])
      }
      let right: Value = ["uid_field": "ada", "password": .string(FlowSetup.password)]
      #expect(try await browser.answer("both", right) == Self.end)
      #expect(try await browser.username() == "ada")
    }
  }
}
