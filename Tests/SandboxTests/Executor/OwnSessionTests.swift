import Model
import Testing

@testable import Sandbox

/// What a signed-in browser may do with the sessions of its user.
@Suite struct OwnSessionTests {
  private static let path = "/api/v3/core/authenticated_sessions/"

  private func withTwo(
    _ body: @escaping @Sendable (FlowSetup, _ ada: Browser, _ eve: Browser) async throws -> Void
  ) async throws {
    try await Flows.withSandbox { client in
      let setup = FlowSetup(client: client)
      try await setup.login()
      let (ada, eve) = (Browser(client: client), Browser(client: client))
      for (browser, name) in [(ada, "ada"), (eve, "eve")] {
        try await setup.user(name)
        _ = try await setup.signIn(browser, as: name)
      }
      try await body(setup, ada, eve)
    }
  }

  private func sessions(_ browser: Browser) async throws -> [Value] {
    try await browser.ask("GET", Self.path, nil)["results"]?.list ?? []
  }

  @Test func theListHasTheUsersOwnAndMarksTheCurrentOne() async throws {
    try await withTwo { setup, ada, _ in
      let second = Browser(client: setup.client)
      _ = try await setup.signIn(second, as: "ada")
      let sessions = try await sessions(ada)
      #expect(sessions.count == 2)
      #expect(sessions.count { $0["current"] == true } == 1)
      let own = try #require(sessions.first { $0["current"] == true }?["uuid"])
      #expect(try await self.sessions(second).first { $0["uuid"] == own }?["current"] == false)
      let anonymous = Browser(client: setup.client)
      #expect(try await anonymous.send("GET", Self.path, nil).status == 403)
    }
  }

  @Test func aDeletedSessionIsSignedOut() async throws {
    try await withTwo { setup, ada, eve in
      let key = try #require(try await sessions(ada).first?["uuid"]?.string)
      let other = try #require(try await sessions(eve).first?["uuid"]?.string)
      #expect(try await ada.send("DELETE", Self.path + other + "/", nil).status == 404)
      #expect(try await eve.username() == "eve")
      let cookie = "\(FlowSessions.cookie)=\(ada.cookie(FlowSessions.cookie) ?? "")"
      let forged = try await setup.client.send("DELETE", Self.path + key + "/", headers: [("Cookie", cookie)])
      #expect(forged?.status == 403)
      #expect(try await ada.username() == "ada")
      #expect(try await ada.send("DELETE", Self.path + key + "/", nil).status == 204)
      #expect(try await ada.username() == nil)
    }
  }
}
