import Catalog
import Model
import OrderedCollections
import Synchronization
import Testing

@testable import Sandbox

/// A second factor over HTTP: set up, asked for, and what the administrator sees of it.
@Suite struct SignInWithCodesTests {
  private static let bindings = [
    ("login", "ask-name"), ("login", "ask-password"), ("login", "ask-code"), ("login", "enter"),
    ("codes", "get-codes"),
  ]

  private static let stages: [(path: String, body: Value)] = [
    ("identification", ["name": "ask-name", "user_fields": ["username"]]),
    ("password", ["name": "ask-password", "backends": ["authentik.core.auth.InbuiltBackend"]]),
    (
      "authenticator/validate",
      ["name": "ask-code", "not_configured_action": "skip", "device_classes": ["static"]]
    ),
    ("user_login", ["name": "enter"]), ("authenticator/static", ["name": "get-codes", "token_count": 2]),
  ]

  /// Makes the user `ada`, a flow in which she signs in, and one that gives her codes. Returns her key.
  private static func prepare(_ client: RawClient) async throws -> Value {
    let user = try await client.made("/core/users/", ["username": "ada", "name": "Ada"])
    let path = "/api/v3/core/users/\(PythonText.text(user))/set_password/"
    _ = try await client.ask("POST", path, ["password": "right"])
    var keys: [String: Value] = [:]
    for (path, body) in stages {
      keys[body["name"]?.string ?? ""] = try await client.made("/stages/\(path)/", body)
    }
    for (slug, designation) in [("login", "authentication"), ("codes", "stage_configuration")] {
      keys[slug] = try await client.made(
        "/flows/instances/", Flows.body(slug, ["designation": .string(designation)]))
    }
    for (order, (flow, stage)) in bindings.enumerated() {
      _ = try await client.made(
        "/flows/bindings/",
        ["target": keys[flow] ?? .null, "stage": keys[stage] ?? .null, "order": .integer(order)])
    }
    return user
  }

  /// The challenge after name and password.
  private static func identified(_ client: RawClient) async throws -> (browser: Browser, challenge: Value) {
    let browser = Browser(client: client)
    _ = try await browser.answer("login", ["uid_field": "ada"])
    return (browser, try await browser.answer("login", ["password": "right"]))
  }

  @Test(arguments: EmbeddedCatalog.recorded)
  func codesAreAskedFor(_ version: EmbeddedCatalog) async throws {
    let clock = StoppedClock()
    try await Flows.withSandbox(version, { $0.now = { clock.now } }) { client in
      let user = PythonText.text(try await Self.prepare(client))
      let first = try await Self.identified(client)
      #expect(try await first.browser.username() == "ada")
      let codes = try #require(await first.browser.open("codes")["codes"]?.list)
      #expect(try await first.browser.answer("codes", [:])["component"] == "xak-flow-redirect")

      let devices = "/api/v3/authenticators/admin/static/"
      let all = try await client.ask("GET", "/api/v3/authenticators/admin/all/?user=\(user)").json?.list
      #expect(all?.map { $0["type"] } == ["authentik_stages_authenticator_static.StaticDevice"])
      #expect(all?.first?["confirmed"] == true)
      let shown = try await client.ask("GET", devices).json?["results"]?.list?.first
      #expect(shown?["token_set"]?.list?.map { $0["token"] } == codes)
      #expect(shown?["user"]?["username"] == (version == .v2024_8 ? nil : "ada"))
      #expect(shown?["secret"] == nil)

      let (browser, challenge) = try await Self.identified(client)
      #expect(challenge["component"] == "ak-stage-authenticator-validate")
      #expect(try await browser.username() == nil)
      #expect(try await browser.answer("login", ["code": "wrong"])["response_errors"]?["code"] != nil)
      #expect(try await browser.answer("login", ["code": codes[0]])["response_errors"]?["code"] != nil)
      clock.advance(1)
      #expect(try await browser.answer("login", ["code": codes[0]])["component"] == "xak-flow-redirect")
      #expect(try await browser.username() == "ada")

      let key = Coercion.text(shown?["pk"] ?? .null) ?? ""
      #expect(try await client.ask("DELETE", "\(devices)\(key)/").status == 204)
      #expect(try await Self.identified(client).browser.username() == "ada")
    }
  }

  /// Scores are made by failures only, and an administrator may delete them.
  @Test(arguments: EmbeddedCatalog.recorded)
  func failuresCount(_ version: EmbeddedCatalog) async throws {
    try await Flows.withSandbox(version) { client in
      _ = try await Self.prepare(client)
      let browser = Browser(client: client)
      _ = try await browser.answer("login", ["uid_field": "ada"])
      for _ in 0..<2 { _ = try await browser.answer("login", ["password": "wrong"]) }
      let path = "/api/v3/policies/reputation/scores/"
      let scores = try await client.ask("GET", "\(path)?identifier=ada").json?["results"]?.list
      #expect(scores?.map { $0["score"] } == [-2])
      #expect(scores?.first?["ip"] == "127.0.0.1")
      #expect(try await client.ask("GET", "\(path)?identifier=bob").json?["results"] == [])
      let refused = try await client.ask("POST", path, ["identifier": "bob"])
      #expect(refused.status == 405)
      #expect(refused.headers["allow"] == "GET, HEAD, OPTIONS")
      let key = scores?.first?["pk"]?.string ?? ""
      #expect(try await client.ask("DELETE", "\(path)\(key)/").status == 204)
      #expect(try await client.ask("GET", path).json?["results"] == [])
    }
  }

  @Test(arguments: [(EmbeddedCatalog.v2024_8, 200), (.v2026_5_rc1, 400)])
  func nobodyHasNoDevices(_ version: EmbeddedCatalog, _ status: Int) async throws {
    try await Flows.withSandbox(version) { client in
      let path = "/api/v3/authenticators/admin/all/?user=12345"
      let answer = try await client.ask("GET", path)
      #expect(answer.status == status)
      #expect(
        answer.json
          == (status == 200 ? [] : ["user": ["Invalid pk \"12345\" - object does not exist."]]))
      #expect(try await client.ask("GET", path, token: "sandbox-view-only").status == 403)
    }
  }

  /// A time that only the test moves on.
  private final class StoppedClock: Sendable {
    private let time = Mutex(1_111_111_109.0)

    var now: Double { time.withLock { $0 } }

    func advance(_ seconds: Double) { time.withLock { $0 += seconds } }
  }
}
