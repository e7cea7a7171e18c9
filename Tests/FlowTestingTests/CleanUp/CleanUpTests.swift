import FlowTesting
import Model
import OrderedCollections
import Remote
import RemoteSupport
import Synchronization
import Testing

@Suite struct CleanUpTests {
  /// A server that keeps users and scores, and whose flow enrolls the users that the test names.
  private final class Server: Sendable {
    let users = Mutex<[Value]>([["pk": 1, "username": "root", "email": "root@example.com"]])
    let scores = Mutex<[Value]>([])
    let refuses: Set<String>
    /// What is done once without an answer.
    let breaks: Mutex<Set<String>>

    init(refusing paths: String..., breaking lines: Set<String> = []) {
      refuses = Set(paths)
      breaks = Mutex(lines)
    }

    var api: LiveAPI {
      ScriptedTransport { request, _ in
        let answer = self.answer(request)
        let breaks = self.breaks.withLock { $0.remove(request.line) != nil }
        return breaks ? .failure(.ambiguous("the connection broke")) : answer
      }.api()
    }

    private func answer(_ request: APIRequest) -> ScriptedTransport.Answer {
      if refuses.contains(request.line) { return .json(403, ["detail": "no"]) }
      switch request.line {
      case "GET /flows/instances/acme-login/": return .json(200, ["pk": "f1"])
      case "GET /flows/bindings/":
        return .page([["stage_obj": ["meta_model_name": "authentik_stages_user_write.userwritestage"]]])
      case "GET /core/users/":
        return .page(users.withLock { $0.filter { user in matches(user, request) } })
      case "GET /policies/reputation/scores/":
        return .page(scores.withLock { $0.filter { score in matches(score, request) } })
      case "DELETE /core/users/2/":
        users.withLock { $0.removeAll { $0["pk"] == 2 } }
        return .text(204)
      case "DELETE /policies/reputation/scores/s1/":
        scores.withLock { $0.removeAll { $0["pk"] == "s1" } }
        return .text(204)
      default: return .json(404, ["detail": "Not found."])
      }
    }

    private func matches(_ object: Value, _ request: APIRequest) -> Bool {
      request.query.filter { !$0.name.hasPrefix("page") }.allSatisfy { object[$0.name] == .string($0.value) }
    }

    /// Shows a prompt, and enrols; a login step before it costs a point.
    var browser: ScriptedBrowser {
      ScriptedBrowser { request, _ throws(APIError) in
        guard request.url.contains("/executor/") else { return .signedIn(nil) }
        guard request.method == "POST" else { return .challenge("ak-stage-prompt") }
        let name = request.json?["username"] ?? "nobody"
        self.users.withLock { $0.append(["pk": 2, "username": name, "email": "ada@example.com"]) }
        return .redirect(to: "/")
      }
    }
  }

  private func enrollment(_ name: String = "ada", cleansUp: Bool) -> FlowTest {
    .made(
      .at("prompt", ["username": .value(.string(name)), "email": "ada@example.com"]), ends: .signedOut,
      cleansUp: cleansUp)
  }

  @Test func aUserThatTheTestMadeIsDeleted() async throws {
    let server = Server()
    let results = try await run(enrollment(cleansUp: true), at: server.browser, api: server.api)
    #expect(results.first?.leftBehind == [])
    #expect(server.users.withLock { $0.map { $0["username"] } } == ["root"])
  }

  /// A server that restarts deletes nothing, or says nothing of it.
  @Test func aBrokenConnectionLeavesNothingBehind() async throws {
    let server = Server(breaking: ["DELETE /core/users/2/"])
    let results = try await run(enrollment(cleansUp: true), at: server.browser, api: server.api)
    #expect(results.first?.leftBehind == [])
    #expect(server.users.withLock { $0.count } == 1)
  }

  @Test func withoutCleanUpTheUserIsNamed() async throws {
    let server = Server()
    let results = try await run(enrollment(cleansUp: false), at: server.browser, api: server.api)
    #expect(results.first?.leftBehind == ["the user `ada`: with `cleanup: true` the test deletes it"])
    #expect(server.users.withLock { $0.count } == 2)
  }

  /// What belongs to the new user goes with it: a session, and what was written.
  @Test func nothingOfADeletedUserIsNamed() async throws {
    let server = Server()
    let inner = server.browser
    let browser = ScriptedBrowser { request, _ throws(APIError) in
      guard request.url.contains("/executor/acme-login/"), request.method == "POST" else {
        return request.url.contains("/users/me/")
          ? .signedIn(["username": "ada"]) : .challenge("ak-stage-prompt", ["pending_user": "ada"])
      }
      return try await inner.exchange(request)
    }
    let test = FlowTest.made(
      .at("prompt", ["username": "ada"]), ends: .signedIn(user: "ada", groups: nil), cleansUp: true)
    #expect(try await run(test, at: browser, api: server.api).first?.leftBehind == [])
    var kept = test
    kept.cleansUp = false
    #expect(
      try await run(kept, at: browser, api: server.api).first?.leftBehind == [
        "the session of `ada`, which the server does not end; it expires by itself",
        "the user `ada`: with `cleanup: true` the test deletes it",
      ])
  }

  /// Earlier users stay, and so do users that no prompt named.
  @Test func nobodyElseIsDeleted() async throws {
    let server = Server()
    server.users.withLock { $0.append(["pk": 2, "username": "ada", "email": "old@example.com"]) }
    let there = try await run(enrollment(cleansUp: true), at: server.browser, api: server.api)
    #expect(there.first?.leftBehind == [])
    #expect(server.users.withLock { $0.count } == 3)
    let other = Server()
    let browser = ScriptedBrowser { request, _ throws(APIError) in
      guard request.method == "POST" else { return .challenge("ak-stage-prompt") }
      other.users.withLock { $0.append(["pk": 2, "username": "eve", "email": "eve@example.com"]) }
      return .redirect(to: "/")
    }
    _ = try await run(enrollment(cleansUp: true), at: browser, api: other.api)
    #expect(other.users.withLock { $0.map { $0["username"] } } == ["root", "eve"])
  }

  /// A flow of settings may rename its user. Before the test, nobody has the new name.
  @Test(arguments: [
    ("alice", []), ("ALICE", ["the user `ada`: it may have been there before under another name"]),
  ])
  func aRenamedUserIsNotDeleted(name: String, left: [String]) async throws {
    let server = Server()
    server.users.withLock { $0.append(["pk": 2, "username": "alice", "email": "alice@example.com"]) }
    let browser = ScriptedBrowser { request, _ throws(APIError) in
      guard request.url.contains("/executor/") else { return .signedIn(nil) }
      guard request.method == "POST" else { return .challenge("ak-stage-identification") }
      guard request.json?["username"] != nil else { return .challenge("ak-stage-prompt") }
      server.users.withLock { $0[1] = ["pk": 2, "username": "ada", "email": "alice@example.com"] }
      return .redirect(to: "/")
    }
    let test = FlowTest.made(
      .at("identification", ["uid_field": .value(.string(name))]), .at("prompt", ["username": "ada"]),
      ends: .redirected(to: nil), cleansUp: true)
    let results = try await run(test, at: browser, api: server.api)
    #expect(server.users.withLock { $0.count } == 2)
    #expect(results.first?.leftBehind.filter { $0.contains("under another name") } == left)
  }

  @Test func aMissingPermissionIsNamed() async throws {
    let server = Server(refusing: "DELETE /core/users/2/")
    let results = try await run(enrollment(cleansUp: true), at: server.browser, api: server.api)
    #expect(
      results.first?.leftBehind == [
        "the user `ada`: the token lacks the permission authentik_core.delete_user; grant it to the token's user"
      ])
    let blind = Server(refusing: "GET /core/users/")
    let unknown = try await run(enrollment(cleansUp: true), at: blind.browser, api: blind.api)
    #expect(
      unknown.first?.leftBehind == [
        "the user, if the flow has made one (`ada`, `ada@example.com`): users cannot be read: the token lacks the permission authentik_core.view_user; grant it to the token's user"
      ])
    #expect(blind.users.withLock { $0.count } == 2)
  }

  // MARK: - Counters

  private func wrongPassword(
    _ server: Server, _ after: [Value], as name: String = "alice"
  ) async throws -> [String] {
    let browser = ScriptedBrowser { request, _ throws(APIError) in
      guard request.url.contains("/executor/") else { return .signedIn(nil) }
      guard request.method == "POST" else { return .challenge("ak-stage-identification") }
      server.scores.withLock { $0 = after }
      return .challenge("ak-stage-password", ["pending_user": "alice"])
    }
    let test = FlowTest.made(
      .at("identification", ["uid_field": .value(.string(name))]), ends: .stage(StageKind("password")))
    let result = try await run(test, at: browser, api: server.api)
    #expect(result.map(\.verdict) == [.passed])
    return result.first?.leftBehind ?? []
  }

  /// Whoever enrolls is signed in at the end.
  @Test func anEnrollmentCountsForWhomItsPromptsName() async throws {
    let server = Server()
    let browser = ScriptedBrowser { request, _ throws(APIError) in
      guard request.url.contains("/executor/") else { return .signedIn(nil) }
      guard request.method == "POST" else { return .challenge("ak-stage-prompt") }
      server.users.withLock { $0.append(["pk": 2, "username": "ada", "email": "ada@example.com"]) }
      server.scores.withLock { $0 = [["pk": "s1", "identifier": "ada", "score": 1], Self.bob] }
      return .redirect(to: "/")
    }
    let results = try await run(enrollment(cleansUp: true), at: browser, api: server.api)
    #expect(results.first?.leftBehind == [])
    #expect(server.scores.withLock { $0 } == [Self.bob])
  }

  /// The link of an e-mail leads on as its user.
  @Test func aLinkCountsForItsUser() async throws {
    let api = ScriptedTransport { request, _ in
      switch request.line {
      case "GET /core/tokens/":
        .page([["identifier": "ak-email-stage-1", "intent": "verification", "user_obj": ["username": "ada"]]])
      case "GET /core/tokens/ak-email-stage-1/view_key/": .json(200, ["key": "k1"])
      case "GET /policies/reputation/scores/":
        request.query.contains { $0 == ("identifier", "ada") } ? .json(403, ["detail": "no"]) : .page([])
      default: .page([])
      }
    }.api()
    let test = FlowTest.made(ends: .redirected(to: nil), query: ["flow_token": .emailToken(user: "ada")])
    let left = try await run(test, at: ScriptedBrowser(.redirect(to: "/")), api: api).first?.leftBehind
    #expect(left?.first?.hasPrefix("the counters of logins of `ada`") == true)
  }

  private static let bob: Value = ["pk": "s2", "identifier": "bob", "score": -3]

  @Test func aNewCounterIsDeleted() async throws {
    let server = Server()
    let left = try await wrongPassword(
      server, [["pk": "s1", "identifier": "alice", "score": -1], Self.bob])
    #expect(left == [])
    #expect(server.scores.withLock { $0 } == [Self.bob])
  }

  @Test func aCounterThatWasThereIsKeptAndNamed() async throws {
    let server = Server()
    server.scores.withLock { $0 = [["pk": "s1", "identifier": "alice", "score": -2]] }
    let left = try await wrongPassword(server, [["pk": "s1", "identifier": "alice", "score": -3]])
    #expect(
      left == ["the counter of logins of `alice`: it fell from -2 to -3"])
    #expect(server.scores.withLock { $0.count } == 1)
    #expect(try await wrongPassword(server, [["pk": "s1", "identifier": "alice", "score": -3]]) == [])
  }

  /// Somebody else may have signed in with this name at the same time.
  @Test func twoNewCountersAreNotToldApart() async throws {
    let scores: [Value] = [
      ["pk": "s1", "identifier": "alice", "score": -1], ["pk": "s3", "identifier": "alice", "score": 1],
    ]
    let server = Server()
    #expect(
      try await wrongPassword(server, scores) == [
        "the counter of logins of `alice` with -1: it is not known whether the test has made it",
        "the counter of logins of `alice` with 1: it is not known whether the test has made it",
      ])
    #expect(server.scores.withLock { $0 } == scores)
  }

  /// A login by e-mail address counts for the user's name.
  @Test func anAddressCountsForItsUser() async throws {
    let server = Server()
    server.users.withLock { $0.append(["pk": 3, "username": "alice", "email": "alice@example.com"]) }
    let score: Value = ["pk": "s1", "identifier": "alice", "score": -1]
    #expect(try await wrongPassword(server, [score], as: "Alice@example.com") == [])
    #expect(server.scores.withLock { $0 } == [])
    // The name in capitals is found by the challenge alone.
    #expect(
      try await wrongPassword(server, [score], as: "ALICE") == [
        "the counter of logins of `alice`, which may have been there before"
      ])
    #expect(server.scores.withLock { $0 } == [score])
  }

  @Test func aCounterThatTheTokenMayNotDeleteIsNamed() async throws {
    let score: Value = ["pk": "s1", "identifier": "alice", "score": -1]
    let server = Server(refusing: "DELETE /policies/reputation/scores/s1/")
    #expect(
      try await wrongPassword(server, [score]) == [
        "the counter of logins of `alice`: the token lacks the permission authentik_policies_reputation.delete_reputation; grant it to the token's user"
      ])
    let blind = Server(refusing: "GET /policies/reputation/scores/")
    #expect(
      try await wrongPassword(blind, [score]) == [
        "the counters of logins of `alice`, if the test has changed them: they cannot be read: the token lacks the permission authentik_policies_reputation.view_reputation; grant it to the token's user"
      ])
  }

  // MARK: - Sessions and what stages leave

  private func signedIn(endsWith line: String) async throws -> (left: [String], lines: [String]) {
    let isOut = Mutex(false)
    let browser = ScriptedBrowser { request, _ throws(APIError) in
      let path = request.url.replacing("http://authentik.example.com/api/v3", with: "")
      if "\(request.method) \(path)" == line { isOut.withLock { $0 = true } }
      switch (request.method, path) {
      case (_, "/core/users/me/"): return .signedIn(isOut.withLock { $0 } ? nil : ["username": "alice"])
      case ("GET", "/core/authenticated_sessions/?page=1&page_size=1000"):
        return .json(200, ["results": [["uuid": "u1", "current": false], ["uuid": "u2", "current": true]]])
      case ("DELETE", _): return APIResponse(status: 204)
      default: return .redirect(to: "/")
      }
    }
    let result = try await run(.made(ends: .signedIn(user: nil, groups: nil)), at: browser)
    #expect(result.map(\.verdict) == [.passed])
    return (result.first?.leftBehind ?? [], Array(browser.lines.dropFirst(2)))
  }

  @Test func theTestsOwnSessionEnds() async throws {
    let (left, lines) = try await signedIn(endsWith: "DELETE /core/authenticated_sessions/u2/")
    #expect(left == [])
    #expect(
      lines == [
        "GET /core/users/me/", "GET /core/authenticated_sessions/?page=1&page_size=1000",
        "DELETE /core/authenticated_sessions/u2/", "GET /core/users/me/",
      ])
  }

  @Test func aSessionThatIsNotDeletedIsSignedOut() async throws {
    let invalidation = "GET /flows/executor/default-invalidation-flow/?query="
    #expect(try await signedIn(endsWith: invalidation).left == [])
    #expect(
      try await signedIn(endsWith: "nothing").left == [
        "the session of `alice`, which the server does not end; it expires by itself"
      ])
  }

  /// The mail is sent before an answer. The values that a flow has written to an earlier user are named too.
  @Test func whatIsSentAndWrittenIsNamed() async throws {
    let mail = ScriptedBrowser(.challenge("ak-stage-email", ["pending_user": "alice"]))
    let waits = FlowTest.made(.at("email", nil), ends: .stage(StageKind("email")))
    #expect(
      try await run(waits, at: mail).first?.leftBehind == [
        "an e-mail with a link of `alice`"
      ])
    let prompt = ScriptedBrowser(
      .challenge("ak-stage-prompt", ["pending_user": "alice"]), .redirect(to: "/"))
    let test = FlowTest.made(.at("prompt", ["password": "new"]), ends: .redirected(to: nil))
    #expect(
      try await run(test, at: prompt, api: Server().api).first?.leftBehind == [
        "what the flow has written to the user `alice`"
      ])
    #expect(try await run(test, at: prompt).first?.leftBehind == [])
  }

  @Test func whatAStageLeavesIsNamed() async throws {
    let browser = ScriptedBrowser(
      .challenge("ak-stage-authenticator-static", ["pending_user": "alice", "codes": ["abcd1234"]]),
      .challenge("ak-stage-email", ["pending_user": "alice"]),
      .refusal("ak-stage-email", ["non_field_errors": "email-sent"], code: "email-sent"))
    let test = FlowTest.made(
      .at("authenticator_static"), .at("email"), ends: .stage(StageKind("email")))
    #expect(
      try await run(test, at: browser).first?.leftBehind == [
        "a device with static codes of `alice`", "an e-mail with a link of `alice`",
      ])
  }

  @Test(arguments: [(true, ["the invitation, which is spent if it is for one use"]), (false, [])])
  func anInvitationIsSpentUnlessItIsRefused(_ isGood: Bool, _ left: [String]) async throws {
    let api = ScriptedTransport { request, _ in
      switch request.line {
      case "GET /flows/instances/acme-login/": .json(200, ["pk": "f1"])
      case "GET /flows/bindings/":
        .page([["stage_obj": ["meta_model_name": "authentik_stages_invitation.invitationstage"]]])
      default: .page([])
      }
    }.api()
    let denial = APIResponse.challenge("ak-stage-access-denied", ["error_message": "Invalid invite"])
    let test = FlowTest.made(
      ends: isGood ? .signedOut : .denied(message: nil),
      query: ["itoken": "11111111-2222-3333-4444-555555555555"])
    let browser = ScriptedBrowser(isGood ? .redirect(to: "/") : denial)
    #expect(try await run(test, at: browser, api: api).first?.leftBehind == left)
  }

  @Test func aStaticCodeIsSpent() async throws {
    let api = ScriptedTransport { request, _ in
      request.line == "GET /authenticators/admin/static/"
        ? .page([["pk": "1", "user": ["username": "alice"], "token_set": [["token": "abcd1234"]]]])
        : .page([])
    }.api()
    let browser = ScriptedBrowser(
      .challenge("ak-stage-authenticator-validate", ["device_challenges": [["device_class": "static"]]]),
      .redirect(to: "/"))
    let test = FlowTest.made(
      .at("authenticator_validate", ["code": .staticCode(user: "alice")]), ends: .signedOut)
    let result = try await run(test, at: browser, api: api).first
    #expect(result?.verdict == .passed)
    #expect(result?.leftBehind == ["a static code of `alice`, which is spent"])
  }
}
