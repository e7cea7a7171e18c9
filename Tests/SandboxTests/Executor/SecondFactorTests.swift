import Catalog
import HTTPTypes
import Model
import OrderedCollections
import Testing

@testable import Sandbox

/// The second factor: setting devices up, and validating their codes.
@Suite struct SecondFactorTests {
  private static let model = "authentik_stages_authenticator_validate.authenticatorvalidatestage"
  private static let setup = "authentik_stages_authenticator_static.authenticatorstaticstage"
  private static let timedSetup = "authentik_stages_authenticator_totp.authenticatortotpstage"
  private static let wrong =
    "code: Invalid Token. Please ensure the time on your device is accurate and try again."

  private static func stage(_ changes: ValueMap = [:]) -> ValueMap {
    changes.merging(["not_configured_action": "deny", "device_classes": ["static", "totp"]]) { own, _ in own }
  }

  @Test(arguments: EmbeddedCatalog.recorded)
  func printedCodesAreSetUp(_ version: EmbeddedCatalog) async throws {
    try await StageBench.with(version) { bench in
      let user = try bench.user("me")
      let run = try bench.run(Self.setup, ["token_count": 3, "token_length": 8], user: user)
      let codes = try #require(StaticSetupStage().show(run).challenge?["codes"]?.list)
      #expect(codes.map { $0.string?.utf8.count } == [8, 8, 8])
      #expect(try StaticSetupStage().show(run).challenge?["codes"] == .list(codes))
      #expect(try Devices(store: bench.store).all(of: user.primaryKey).isEmpty)
      #expect(try StaticSetupStage().answer([:], run).isPassed)
      let devices = try Devices(store: bench.store).confirmed(of: user.primaryKey)
      #expect(devices.map(\.deviceClass) == ["static"])
      #expect(devices.first?.object.fields["token_set"]?.list?.map { $0["token"] } == codes)
    }
  }

  /// A wrong code leaves a device that is not confirmed, and locks it.
  @Test(arguments: EmbeddedCatalog.recorded)
  func anAppIsSetUp(_ version: EmbeddedCatalog) async throws {
    try await StageBench.with(version) { bench in
      let user = try bench.user("me")
      let run = try bench.run(Self.timedSetup, ["digits": "6"], user: user)
      let address = try #require(TimedSetupStage().show(run).challenge?["config_url"]?.string)
      let secret = try #require(address.firstMatch(of: /secret=([A-Z2-7]{32})&/)?.output.1)
      #expect(
        address
          == "otpauth://totp/authentik%3Ame?secret=\(secret)&algorithm=SHA1&digits=6&period=30&issuer=authentik"
      )
      let key = try #require(Base32Text.decoded(String(secret)))
      let right = String(TimedCode.code(key, step: TimedCode.step(run.now), digits: 6))
      let devices = Devices(store: bench.store)
      #expect(
        try TimedSetupStage().answer(["code": "no"], run).errors == [
          version == .v2024_8 ? "code: A valid integer is required." : "code: Code does not match"
        ])
      #expect(try TimedSetupStage().answer(["code": "1"], run).errors == ["code: Code does not match"])
      #expect(
        try TimedSetupStage().answer(["code": .string(right)], run).errors == ["code: Code does not match"])
      #expect(try devices.all(of: user.primaryKey).count == 1)
      #expect(try devices.confirmed(of: user.primaryKey).isEmpty)
      #expect(try TimedSetupStage().show(run).challenge?["config_url"] == .string(address))
      let later = try bench.run(Self.timedSetup, ["digits": "6"], user: user, now: run.now + 2)
      later.plan?.context = run.plan?.context ?? PlanContext()
      #expect(try TimedSetupStage().answer(["code": .string(right)], later).isPassed)
      #expect(try devices.confirmed(of: user.primaryKey).map(\.deviceClass) == ["totp"])
    }
  }

  @Test func nobodyIsSetUp() async throws {
    try await StageBench.with { bench in
      let (printed, timed) = (try bench.run(Self.setup), try bench.run(Self.timedSetup))
      #expect(try StaticSetupStage().show(printed).isPassed)
      #expect(try TimedSetupStage().show(timed).isPassed)
    }
  }

  /// What a stage does for a user without devices, by its `not_configured_action` and the number of set-up stages.
  @Test(arguments: [
    ("skip", 0, "passed"), ("deny", 0, "No (allowed) MFA authenticator configured."),
    ("deny", 1, "No (allowed) MFA authenticator configured."),
    ("configure", 0, "Unknown"), ("configure", 1, "passed to the set-up"), ("configure", 2, "choice"),
  ])
  func withoutADevice(_ action: String, _ count: Int, _ outcome: String) async throws {
    let found = try await StageBench.with { bench in
      let stages = try (0..<count).map {
        try bench.add(Self.setup, ["name": .string("set-up \($0)"), "friendly_name": ""]).primaryKey
      }
      let run = try bench.run(
        Self.model,
        Self.stage(["not_configured_action": .string(action), "configuration_stages": .list(stages)]),
        user: bench.user("me"))
      switch try ValidationStage().show(run) {
      case .passed: return run.plan?.steps.count == 2 ? "passed to the set-up" : "passed"
      case .denied(let message): return message ?? "Unknown"
      case .challenge(let challenge):
        #expect(
          challenge.fields["configuration_stages"]?.list?.map { $0["name"] } == ["set-up 0", "set-up 1"])
        #expect(try ValidationStage().answer([:], run).errors == ["non_field_errors: Empty response"])
        #expect(
          try ValidationStage().answer(["selected_stage": "x"], run).errors
            == ["selected_stage: Selected stage is invalid"])
        #expect(try ValidationStage().answer(["selected_stage": stages[1]], run).isPassed)
        #expect(run.plan?.steps.dropFirst().first?.stage.primaryKey == stages[1])
        return "choice"
      case .refused: return "refused"
      }
    }
    #expect(found == outcome)
  }

  private static func withPrintedCodes(
    _ stage: ValueMap = [:], _ body: @escaping @Sendable (StageBench, StoredObject, FlowRun) throws -> Void
  ) async throws {
    try await StageBench.with { bench in
      let user = try bench.user("me")
      try Devices(store: bench.store).save(
        CodeDevice(codes: ["one", "two"], user: user.primaryKey), Devices.printed, isConfirmed: true)
      try body(bench, user, bench.run(model, Self.stage(stage), user: user))
    }
  }

  @Test func codesAreValidated() async throws {
    try await Self.withPrintedCodes { bench, _, run in
      let shown = try ValidationStage().show(run).challenge?["device_challenges"]?.list
      #expect(shown?.map { $0["device_class"] } == ["static"])
      let answers: [(ValueMap, [String]?)] = [
        ([:], ["non_field_errors: Empty response"]), (["code": ""], ["code: This field may not be blank."]),
        (["webauthn": [:]], ["webauthn: No compatible device class allowed"]),
        (["duo": 1], ["duo: No compatible device class allowed"]),
        (["selected_challenge": shown?.first ?? .null], ["non_field_errors: Empty response"]),
        (
          ["selected_challenge": ["device_class": "static", "device_uid": "999"]],
          ["selected_challenge: invalid challenge selected"]
        ),
        (["selected_stage": "x"], ["selected_stage: Selected stage is invalid"]), (["code": "one"], nil),
        (["code": "one"], [Self.wrong]), (["code": "two"], [Self.wrong]),
      ]
      for (sent, errors) in answers { #expect(try ValidationStage().answer(sent, run).errors == errors) }
      #expect(try ReputationScores(run: run).score(of: "me") == -2)
      let device = try Devices(store: bench.store).all(of: run.user?.primaryKey ?? .null).first
      #expect(device?.object.fields["last_used"]?.string != nil)
    }
  }

  /// A device of a class that the stage does not allow is not offered, and its codes do not count.
  @Test func onlyAllowedClassesAreOffered() async throws {
    try await Self.withPrintedCodes(["device_classes": ["totp"]]) { _, _, run in
      guard case .denied = try ValidationStage().show(run) else {
        Issue.record("not denied")
        return
      }
    }
  }

  @Test(arguments: [(0.0, true), (3599, true), (3601, false)])
  func aClientIsRemembered(_ seconds: Double, _ isRemembered: Bool) async throws {
    try await Self.withPrintedCodes(["last_auth_threshold": "hours=1"]) { bench, user, run in
      #expect(try ValidationStage().answer(["code": "one"], run).isPassed)
      let cookie = try #require(run.cookies.first)
      #expect(cookie.hasPrefix("authentik_mfa="))
      #expect(cookie.contains("; expires=Fri, 18 Mar 2005 02:58:29 GMT; Max-Age=3600; Path=/; SameSite=Lax"))
      let value = cookie.split(separator: ";").first.map(String.init) ?? ""
      var later = try bench.run(user: user, now: run.now + seconds, headers: [.cookie: value])
      later.plan = run.plan
      #expect(try ValidationStage().show(later).isPassed == isRemembered)
      later = try bench.run(user: user, now: run.now + seconds, headers: [.cookie: "authentik_mfa=other"])
      later.plan = run.plan
      #expect(try !ValidationStage().show(later).isPassed)
      // Another stage asks for itself.
      later = try bench.run(
        Self.model, Self.stage(["last_auth_threshold": "hours=1"]), user: user, now: run.now,
        headers: [.cookie: value])
      #expect(try !ValidationStage().show(later).isPassed)
    }
  }

  @Test(arguments: [
    ("webauthn", "authentication", "key"), ("webauthn", "enrollment", "passed"),
    ("static", "authentication", "passed"),
  ])
  func withoutAUser(_ deviceClass: String, _ designation: String, _ outcome: String) async throws {
    try await StageBench.with { bench in
      let run = try bench.run(
        Self.model, Self.stage(["device_classes": [.string(deviceClass)]]),
        flow: ["designation": .string(designation)])
      let result = try ValidationStage().show(run)
      guard outcome == "key" else {
        #expect(result.isPassed)
        return
      }
      let challenge = try #require(result.challenge?["device_challenges"]?.list?.first)
      #expect(challenge["device_class"] == "webauthn")
      #expect(challenge["challenge"]?["rpId"] == "127.0.0.1")
      #expect(try ValidationStage().show(run).challenge?["device_challenges"] == [challenge])
      #expect(
        try ValidationStage().answer(["webauthn": ["id": "x"]], run).errors == ["webauthn: Invalid device"])
      #expect(
        try ValidationStage().answer(["code": "1"], run).errors == [
          "code: No compatible device class allowed"
        ])
    }
  }

  /// A key is shown what to sign, and none is accepted.
  @Test func noKeyIsSetUp() async throws {
    try await StageBench.with { bench in
      let model = "authentik_stages_authenticator_webauthn.authenticatorwebauthnstage"
      let stage: ValueMap = ["resident_key_requirement": "required", "authenticator_attachment": "platform"]
      let run = try bench.run(model, stage, user: bench.user("me"))
      let shown = try KeySetupStage().show(run).challenge?["registration"]
      #expect(shown?["rp"]?["id"] == "127.0.0.1")
      #expect(shown?["user"]?["name"] == "me")
      #expect(shown?["challenge"]?.string?.utf8.count == 86)
      #expect(
        shown?["authenticatorSelection"] == [
          "residentKey": "required", "requireResidentKey": true, "userVerification": "preferred",
          "authenticatorAttachment": "platform",
        ])
      #expect(try KeySetupStage().show(run).challenge?["registration"] == shown)
      #expect(try KeySetupStage().answer([:], run).errors == ["response: This field is required."])
      #expect(
        try KeySetupStage().answer(["response": [:]], run).errors == [
          "response: The sandbox accepts no keys."
        ])
      let nobody = try bench.run(model)
      #expect(try KeySetupStage().show(nobody).isPassed)
    }
  }

  @Test func bytesAreWrittenForAddresses() {
    #expect(SecurityKey.text([0xFB, 0xFF, 0xBF, 0x01]) == "-_-_AQ")
  }

  @Test func devicesGoWithTheirUser() async throws {
    try await Self.withPrintedCodes { bench, user, _ in
      try bench.store.delete(cascading: user)
      #expect(try Devices(store: bench.store).all(of: user.primaryKey).isEmpty)
    }
  }
}
