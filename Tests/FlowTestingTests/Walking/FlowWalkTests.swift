import FlowTesting
import Model
import OrderedCollections
import Remote
import Testing

@Suite struct FlowWalkTests {
  static let alice: Value = ["username": "alice", "groups": [["name": "staff"], ["name": "everybody"]]]
  static let steps = (
    FlowTestStep.at("identification", ["uid_field": "alice"]),
    FlowTestStep.at("password", ["password": "right"])
  )

  private func login(_ end: APIResponse = .redirect(to: "/"), user: Value? = alice) -> ScriptedBrowser {
    ScriptedBrowser(
      .challenge("ak-stage-identification"), .found("/api/v3/flows/executor/acme-login/?query="),
      .challenge("ak-stage-password"), end, user: user)
  }

  @Test func aLoginPasses() async throws {
    let browser = login()
    let test = FlowTest.made(
      Self.steps.0, Self.steps.1, ends: .signedIn(user: "alice", groups: ["everybody", "staff"]))
    let results = try await run(test, at: browser)
    #expect(results.map(\.verdict) == [.passed])
    #expect(
      browser.lines.prefix(5) == [
        "GET /flows/executor/acme-login/?query=", "POST /flows/executor/acme-login/?query=",
        "GET /flows/executor/acme-login/?query=", "POST /flows/executor/acme-login/?query=",
        "GET /core/users/me/",
      ])
    #expect(
      browser.requests[1].json == ["component": "ak-stage-identification", "uid_field": "alice"])
    #expect(browser.requests.allSatisfy { $0.header("Authorization") == nil })
    #expect(browser.requests.allSatisfy { $0.header("Accept-Language") == "en" })
  }

  /// What `shows` names is in no other part of a step.
  @Test func aValueThatDiffersIsToldWhereTheStepShowsIt() async throws {
    var shows = ExpectedChallenge()
    shows.values[FieldPath("primary_action")] = "Next"
    var test = FlowTest.made(
      .at("identification", nil, shows: shows), ends: .stage(StageKind("identification")))
    test.places[FieldPath([.key("steps"), .index(0), .key("shows")])] = SourceLocation(
      file: "login.flowtest.yaml", line: 12, column: 12)
    let browser = ScriptedBrowser(.challenge("ak-stage-identification", ["primary_action": "Log in"]))
    #expect(
      try await run(test, at: browser).first?.messages == [
        "12: expected `primary_action` to be `Next`, found `Log in`"
      ])
  }

  /// A redirect at the end proves nothing.
  @Test(arguments: [
    (
      ExpectedEnd.signedIn(user: nil, groups: nil), Value?.none,
      "2: expected somebody to be signed in, but nobody is: the flow ends with a redirect to `/`, and the server does not know the session's user"
    ),
    (
      .signedIn(user: "bob", groups: nil), alice,
      "2: expected `bob` to be signed in, but the server says that `alice` is"
    ),
    (
      .signedIn(user: "alice", groups: ["staff"]), alice,
      "2: expected `alice` to be in the groups `staff`, found the groups `staff`, `everybody`"
    ),
    (.signedOut, alice, "2: expected nobody to be signed in, but the server says that `alice` is"),
    (.redirected(to: "/if/user/"), alice, "2: expected a redirect to `/if/user/`, found a redirect to `/`"),
    (.denied(message: nil), alice, "2: expected a denial, found a redirect to `/`"),
    (
      .stage(StageKind("password")), alice,
      "2: expected the run to wait at the stage `password`, found a redirect to `/`"
    ),
  ])
  func whoIsSignedInIsAskedOfTheServer(end: ExpectedEnd, user: Value?, message: String) async throws {
    let results = try await run(.made(Self.steps.0, Self.steps.1, ends: end), at: login(user: user))
    #expect(results.first?.messages == [message])
  }

  @Test(arguments: [
    (ExpectedEnd.signedOut, APIResponse.redirect(to: "/")), (.signedOut, .challenge("ak-stage-session-end")),
    (.signedOut, .challenge("ak-stage-access-denied")), (.redirected(to: nil), .redirect(to: "/")),
    (.redirected(to: ".*code=.*"), .redirect(to: "https://app.example.com/?code=1")),
    (.denied(message: nil), .challenge("ak-stage-access-denied")),
    (.denied(message: "Unknown.*"), .challenge("ak-stage-access-denied", ["error_message": "Unknown error"])),
    (.stage(StageKind("email")), .challenge("ak-stage-email")),
    (.stage(StageKind("password")), .challenge("ak-stage-password")),
  ])
  func otherEndsPass(end: ExpectedEnd, last: APIResponse) async throws {
    let results = try await run(.made(Self.steps.0, Self.steps.1, ends: end), at: login(last, user: nil))
    #expect(results.map(\.verdict) == [.passed])
  }

  @Test(arguments: [
    (
      APIResponse.challenge("ak-stage-access-denied", ["error_message": "Unknown error"]),
      "12: expected the stage `password`, found a denial: Unknown error"
    ),
    (.redirect(to: "/"), "12: expected the stage `password`, found a redirect to `/`"),
    (
      .challenge("ak-stage-flow-error", ["request_id": "r1", "error": "boom"]),
      "12: expected the stage `password`, found an error of the server: boom (request r1; the log of the server has the cause)"
    ),
    (
      .challenge("ak-stage-teleport"),
      "12: expected the stage `password`, found a challenge `ak-stage-teleport`, which flowform does not know"
    ),
    (.challenge("ak-stage-prompt"), "12: expected the stage `password`, found the stage `prompt`"),
    (
      .refusal("ak-stage-identification", ["non_field_errors": "Failed to authenticate."]),
      "11: expected that the stage accepts the answer, found the stage `identification`, which refuses the answer with `non_field_errors`: Failed to authenticate."
    ),
    (
      .page(404),
      "2: the server has no flow `acme-login`; apply the blueprint that describes it, or correct the test's `flow`"
    ),
    (
      .page(200),
      "11: the flow executor answers 200 with a web page; check --url, and what stands before the server"
    ),
    (.page(500), "11: the flow executor answers 500 with a web page; the log of the server has the cause"),
    (
      .json(502, ["detail": "bad gateway"]),
      "11: the flow executor answers 502 without a challenge: bad gateway"
    ),
    (
      .found("https://sso.example.com/login"),
      "11: the server redirects to `https://sso.example.com/login`, which is not its flow executor; check --url, and what stands before the server"
    ),
  ])
  func whatComesInsteadIsTold(answer: APIResponse, message: String) async throws {
    let browser = ScriptedBrowser(.challenge("ak-stage-identification"), answer)
    let results = try await run(.made(Self.steps.0, Self.steps.1, ends: .signedOut), at: browser)
    #expect(results.first?.messages == [message])
  }

  @Test func aLoopEnds() async throws {
    let browser = ScriptedBrowser(.found("/api/v3/flows/executor/acme-login/?query="))
    let results = try await run(.made(ends: .signedOut), at: browser)
    #expect(
      results.first?.messages == [
        "2: the flow goes round in a loop: after 50 redirects the server still redirects to `/api/v3/flows/executor/acme-login/?query=`; a stage that always fails, with a binding that restarts the flow, does this"
      ])
    #expect(browser.lines.count { $0.contains("executor/acme-login") } == 51)
  }

  @Test(arguments: [
    (
      APIResponse.challenge("ak-stage-identification"),
      "13: expected the stage `prompt`, found the first stage again: the server has forgotten the session, or the binding restarts the flow after a refused answer"
    ),
    (
      .refusal("ak-stage-identification", ["non_field_errors": "No identification data provided."]),
      "13: expected the stage `prompt`, found the stage `identification`, which refuses the answer with `non_field_errors`: No identification data provided.: the server has forgotten the session, and the flow has begun again"
    ),
  ])
  func aForgottenSessionIsTold(answer: APIResponse, message: String) async throws {
    let browser = ScriptedBrowser(
      .challenge("ak-stage-identification"), .challenge("ak-stage-password"), answer)
    let test = FlowTest.made(Self.steps.0, Self.steps.1, .at("prompt"), ends: .signedOut)
    #expect(try await run(test, at: browser).first?.messages == [message])
  }

  // MARK: - Errors

  @Test(
    arguments: [
      (["password": "Invalid.*"], nil), ([:], nil),
      (
        ["password": "Wrong"],
        "12: expected the error `Wrong` for `password`, but the stage refuses the answer with `password`: Invalid password"
      ),
      (
        ["code": ".*"],
        "12: expected the error `.*` for `code`, but the stage refuses the answer with `password`: Invalid password"
      ),
    ] as [(OrderedDictionary<String, TextPattern>, String?)])
  func aRefusalIsCompared(errors: OrderedDictionary<String, TextPattern>, message: String?) async throws {
    let browser = login(.refusal("ak-stage-password", ["password": "Invalid password"]))
    let test = FlowTest.made(
      Self.steps.0, .at("password", ["password": "wrong"], errors: errors),
      ends: .stage(StageKind("password")))
    #expect(try await run(test, at: browser).first?.messages == (message.map { [$0] } ?? []))
  }

  /// An expression policy without a message refuses without one.
  @Test func aRefusalMayHaveNoMessage() async throws {
    let browser = login(.challenge("ak-stage-password", ["response_errors": [:]]))
    let end = ExpectedEnd.stage(StageKind("password"))
    let refused = FlowTest.made(Self.steps.0, .at("password", errors: [:]), ends: end)
    #expect(try await run(refused, at: browser).map(\.verdict) == [.passed])
    let accepted = try await run(
      .made(Self.steps.0, Self.steps.1, ends: end),
      at: login(.challenge("ak-stage-password", ["response_errors": [:]])))
    #expect(
      accepted.first?.messages == [
        "12: expected that the stage accepts the answer, found the stage `password`, which refuses the answer without a message"
      ])
  }

  @Test func anAnswerThatShouldBeRefusedIsNot() async throws {
    let test = FlowTest.made(Self.steps.0, .at("password", errors: [:]), ends: .signedOut)
    #expect(
      try await run(test, at: login()).first?.messages == [
        "12: expected that the stage refuses the answer, found a redirect to `/`"
      ])
  }

  @Test func sendingAnEmailAgainIsNoRefusal() async throws {
    let browser = ScriptedBrowser(
      .challenge("ak-stage-email"),
      .refusal("ak-stage-email", ["non_field_errors": "email-sent"], code: "email-sent"))
    let results = try await run(.made(.at("email"), ends: .stage(StageKind("email"))), at: browser)
    #expect(results.map(\.verdict) == [.passed])
  }

  // MARK: - What a challenge shows

  @Test func whatAChallengeShowsIsCompared() async throws {
    var shows = ExpectedChallenge()
    shows.title = "Welcome.*"
    shows.layout = "stacked"
    shows.fields = ["name", "email"]
    shows.sources = ["Google", "GitHub"]
    shows.devices = ["totp"]
    shows.values = [FieldPath(printed: "fields[0].required"): "true", FieldPath("primary_action"): "Log in"]
    let challenge = APIResponse.challenge(
      "ak-stage-prompt",
      [
        "flow_info": ["title": "Hello", "layout": "stacked"],
        "fields": [["field_key": "email", "required": true], ["field_key": "name"]],
        "sources": [["name": "GitHub"], ["name": "Google"]],
        "device_challenges": [["device_class": "static"]],
      ])
    let test = FlowTest.made(.at("prompt", nil, shows: shows), ends: .stage(StageKind("prompt")))
    #expect(
      try await run(test, at: ScriptedBrowser(challenge)).first?.messages == [
        "11: expected `title` to be `Welcome.*`, found `Hello`",
        "11: expected the fields `name`, `email`, found `email`, `name`",
        "11: expected the devices `totp`, found `static`",
        "11: expected `primary_action` to be `Log in`, but the challenge has none",
      ])
  }

  @Test func policiesThatWereNotEvaluatedAreNoted() async throws {
    let browser = ScriptedBrowser(.challenge("ak-stage-dummy", notEvaluated: "is%20staff,a%2Cb,is%20staff"))
    let results = try await run(.made(ends: .stage(StageKind("dummy"))), at: browser)
    #expect(
      results.first?.notes == [
        "policy `is staff` was not evaluated by the sandbox", "policy `a,b` was not evaluated by the sandbox",
      ])
  }
}
