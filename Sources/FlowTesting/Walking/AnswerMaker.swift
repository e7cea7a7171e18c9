import Model
import OrderedCollections
import Remote

/// Makes the answers of a test: computes codes, fetches keys, and adds what a browser adds by itself.
struct AnswerMaker: Sendable {
  private let stored: StoredCodes
  private let spent: SpentCodes
  private let clock: TestClock
  /// Called before a pause, with its length.
  private let pausing: @Sendable (Duration) -> Void
  /// What it has made, which no message may show.
  private(set) var secrets: [Value] = []
  /// What set-up stages showed.
  private var shownSecret: String?
  private var shownCodes: [String] = []

  init(
    _ api: LiveAPI, spent: SpentCodes, clock: TestClock = TestClock(),
    pausing: @escaping @Sendable (Duration) -> Void = { _ in }
  ) {
    stored = StoredCodes(api)
    self.spent = spent
    self.clock = clock
    self.pausing = pausing
  }

  /// Remembers what a set-up stage shows.
  mutating func see(_ challenge: Challenge) {
    if let address = challenge.value["config_url"]?.string {
      shownSecret = address
      secrets.append(.string(address))
    }
    if let codes = challenge.value["codes"]?.list?.compactMap(\.string), !codes.isEmpty {
      shownCodes = codes
      secrets += codes.map(Value.string)
    }
  }

  /// The code for a challenge that a set-up stage of this walk has shown the secret of, with its tag in test files.
  func madeCode(for challenge: Challenge) -> (tag: String, value: AnswerValue)? {
    switch challenge.component {
    case "ak-stage-authenticator-totp": ("!TOTP", .totp(secret: nil))
    case "ak-stage-authenticator-validate" where shownSecret != nil && challenge.deviceKinds.contains("totp"):
      ("!TOTP", .totp(secret: nil))
    case "ak-stage-authenticator-validate"
    where !shownCodes.isEmpty && challenge.deviceKinds.contains("static"):
      ("!StaticCode", .staticCode(user: nil))
    default: nil
    }
  }

  /// The body of an answer to a challenge.
  mutating func body(
    _ answer: OrderedDictionary<String, AnswerValue>, to challenge: Challenge
  ) async throws(WalkError) -> ValueMap {
    var body: ValueMap = ["component": .string(challenge.component)]
    for (name, value) in answer { body[name] = try await self.value(value) }
    for (name, value) in challenge.supplied where body[name] == nil { body[name] = value }
    return body
  }

  /// A value as the server gets it.
  mutating func value(_ value: AnswerValue) async throws(WalkError) -> Value {
    switch value {
    case .value(let value): return value
    case .totp(let secret): return try await totp(secret)
    case .staticCode(let user):
      let codes = if let user { try await stored.staticCodes(of: user) } else { shownCodes }
      guard let code = await spent.take(codes) else {
        throw .failed(
          user.map { "`\($0)` has no unspent static code that the token may see" }
            ?? "no set-up stage has shown a static code that is unspent; name the user: `!StaticCode USER`")
      }
      return secret(code)
    case .emailToken(let user):
      guard let key = try await stored.emailToken(of: user) else {
        throw .failed(
          "there is no e-mail link for `\(user)` that the token may see; a test before this one must end at the e-mail stage, a link works once, and the token needs the permission authentik_core.view_token"
        )
      }
      return secret(key)
    }
  }

  private mutating func totp(_ text: String?) async throws(WalkError) -> Value {
    guard let text = text ?? shownSecret else {
      throw .failed("no set-up stage has shown a TOTP secret; pass it: `!TOTP SECRET`")
    }
    guard let secret = OneTimeCode(text) else {
      throw .failed("the secret of `!TOTP` is neither base32 nor an `otpauth:` address with SHA1")
    }
    let current = secret.counter(at: clock.now())
    let counter = await spent.take(secret, from: current)
    // The server accepts the next period's code, and no later one (recorded).
    let wait = Double((counter - 1) * secret.period) - clock.now()
    if counter > current + 1, wait > 0 {
      let pause = Duration.seconds(wait)
      pausing(pause)
      do { try await clock.sleep(pause) } catch { throw .failed("the test was stopped") }
    }
    return self.secret(secret.code(counter))
  }

  private mutating func secret(_ text: String) -> Value {
    secrets.append(.string(text))
    return .string(text)
  }
}

extension Challenge {
  /// The fields that a browser fills in by itself: the token of a consent, and what a captcha's script makes.
  fileprivate var supplied: ValueMap {
    switch component {
    case "ak-stage-consent": value["token"].map { ["token": $0] } ?? [:]
    case "ak-stage-captcha": ["token": .string(Self.captchaToken(value))]
    case "ak-stage-identification":
      value["captcha_stage"]?.map.map { ["captcha_token": .string(Self.captchaToken(.map($0)))] } ?? [:]
    default: [:]
    }
  }

  /// What a captcha with its provider's test keys accepts (source: the manuals of hCaptcha and Turnstile; reCAPTCHA's
  /// accept anything).
  private static func captchaToken(_ captcha: Value) -> String {
    captcha["site_key"]?.string?.hasPrefix("10000000-ffff-") ?? false
      ? "10000000-aaaa-bbbb-cccc-000000000001" : "XXXX.DUMMY.TOKEN.XXXX"
  }
}
