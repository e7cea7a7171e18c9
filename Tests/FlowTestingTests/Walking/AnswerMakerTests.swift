import Model
import OrderedCollections
import Remote
import RemoteSupport
import Synchronization
import Testing

@testable import FlowTesting

@Suite struct AnswerMakerTests {
  static let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
  static let shown = "otpauth://totp/authentik%3Aalice?secret=\(secret)&algorithm=SHA1&digits=6&period=30"

  /// A clock that stands still unless somebody sleeps.
  private final class Time: Sendable {
    let now = Mutex(60.0)
    let slept = Mutex<[Duration]>([])

    var clock: TestClock {
      TestClock(now: { self.now.withLock { $0 } }) { pause in
        self.slept.withLock { $0.append(pause) }
        self.now.withLock { $0 += Double(pause.components.seconds) }
      }
    }
  }

  private func code(_ counter: Int) -> String { OneTimeCode(Self.secret)?.code(counter) ?? "" }

  /// What the browser sent, by its answers' field `code`.
  private func codes(_ browser: ScriptedBrowser) -> [Value?] {
    browser.requests.filter { $0.method == "POST" }.map { $0.json?["code"] }
  }

  @Test func aCodeThatSetUpHasSpentIsNotSentAgain() async throws {
    let time = Time()
    let browser = ScriptedBrowser(
      .challenge("ak-stage-authenticator-totp", ["config_url": .string(Self.shown)]),
      .challenge("ak-stage-authenticator-validate"), .challenge("ak-stage-authenticator-validate"),
      .redirect(to: "/"))
    let test = FlowTest.made(
      .at("authenticator_totp", ["code": .totp(secret: nil)]),
      .at("authenticator_validate", ["code": .totp(secret: nil)]),
      .at("authenticator_validate", ["code": .totp(secret: Self.secret)]), ends: .redirected(to: nil))
    #expect(try await run(test, at: browser, clock: time.clock).map(\.verdict) == [.passed])
    #expect(codes(browser) == [.string(code(2)), .string(code(3)), .string(code(4))])
    // The server accepts the next code, but not the one behind it.
    #expect(time.slept.withLock { $0 } == [.seconds(30)])
  }

  @Test func testsOfOneSecretUseDifferentCodes() async throws {
    let browser = ScriptedBrowser { request, _ throws(APIError) in
      request.method == "POST" ? .redirect(to: "/") : .challenge("ak-stage-authenticator-validate")
    }
    let test = FlowTest.made(
      .at("authenticator_validate", ["code": .totp(secret: Self.secret)]), ends: .redirected(to: nil))
    _ = try await run(test, test, at: browser, clock: Time().clock)
    #expect(codes(browser) == [.string(code(2)), .string(code(3))])
  }

  @Test func staticCodesOfASetUpAreSpentOneAfterTheOther() async throws {
    let browser = ScriptedBrowser(
      .challenge("ak-stage-authenticator-static", ["codes": ["aaaa1111", "bbbb2222"]]),
      .challenge("ak-stage-authenticator-validate"), .challenge("ak-stage-authenticator-validate"),
      .challenge("ak-stage-authenticator-validate"))
    let step = FlowTestStep.at("authenticator_validate", ["code": .staticCode(user: nil)])
    let test = FlowTest.made(.at("authenticator_static"), step, step, step, ends: .signedOut)
    let results = try await run(test, at: browser)
    #expect(codes(browser) == [nil, "aaaa1111", "bbbb2222"])
    #expect(
      results.first?.messages == [
        "14: no set-up stage has shown a static code that is unspent; name the user: `!StaticCode USER`"
      ])
  }

  @Test(arguments: [
    (AnswerValue.totp(secret: nil), "11: no set-up stage has shown a TOTP secret; pass it: `!TOTP SECRET`"),
    (
      .totp(secret: "0189"), "11: the secret of `!TOTP` is neither base32 nor an `otpauth:` address with SHA1"
    ),
    (.staticCode(user: "alice"), "11: `alice` has no unspent static code that the token may see"),
    (
      .emailToken(user: "alice"),
      "11: there is no e-mail link for `alice` that the token may see; a test before this one must end at the e-mail stage, a link works once, and the token needs the permission authentik_core.view_token"
    ),
  ])
  func whatCannotBeMadeIsTold(value: AnswerValue, message: String) async throws {
    let test = FlowTest.made(.at("password", ["code": value]), ends: .signedOut)
    let results = try await run(test, at: ScriptedBrowser(.challenge("ak-stage-password")))
    #expect(results.first?.messages == [message])
  }

  // MARK: - What a browser adds

  @Test(
    arguments: [
      (APIResponse.challenge("ak-stage-consent", ["token": "t1"]), "consent", "token", "t1"),
      (.challenge("ak-stage-captcha", ["site_key": "6Le"]), "captcha", "token", "XXXX.DUMMY.TOKEN.XXXX"),
      (
        .challenge("ak-stage-captcha", ["site_key": "10000000-ffff-ffff-ffff-000000000001"]), "captcha",
        "token",
        "10000000-aaaa-bbbb-cccc-000000000001"
      ),
      (
        .challenge("ak-stage-identification", ["captcha_stage": ["site_key": "6Le"]]), "identification",
        "captcha_token", "XXXX.DUMMY.TOKEN.XXXX"
      ),
    ] as [(APIResponse, String, String, String)])
  func aBrowsersFieldsAreAdded(
    challenge: APIResponse, stage: String, field: String, value: String
  ) async throws {
    let answers: [OrderedDictionary<String, AnswerValue>] = [[:], [field: "mine"]]
    for (answer, sent) in zip(answers, [value, "mine"]) {
      let browser = ScriptedBrowser(challenge, .redirect(to: "/"))
      _ = try await run(.made(.at(stage, answer), ends: .redirected(to: nil)), at: browser)
      #expect(browser.requests[1].json?[field] == .string(sent))
    }
  }

  @Test func aStageWithoutACaptchaGetsNoToken() async throws {
    let browser = ScriptedBrowser(
      .challenge("ak-stage-identification", ["captcha_stage": .null]), .redirect(to: "/"))
    _ = try await run(.made(.at("identification"), ends: .redirected(to: nil)), at: browser)
    #expect(browser.requests[1].json == ["component": "ak-stage-identification"])
  }
}
