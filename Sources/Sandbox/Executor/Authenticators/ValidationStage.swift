import Catalog
import Model
import OrderedCollections

/// A stage that asks for a second factor: a code of one of the user's devices.
///
/// Without a device, it lets the user pass, denies, or makes the user set one up. Keys (`webauthn`) are offered where
/// nobody is known yet, but no answer is accepted.
struct ValidationStage: FlowStage {
  /// For the inspector.
  private static let challenges = "goauthentik.io/stages/authenticator_validate/device_challenges"
  private static let component = "ak-stage-authenticator-validate"

  func show(_ run: FlowRun) throws -> StageResult {
    let offer = try ValidationOffer.of(run)
    let challenges = offer.isKey ? [Self.key(run)] : offer.devices.map { Self.shown($0, run) }
    run.change { $0.values[Self.challenges] = .list(challenges) }
    return switch offer {
    case .skipped: .passed
    case .denied(let message): .denied(message)
    case .setup(let stages) where stages.count == 1: setUp(stages[0], run)
    case .setup(let stages): challenge([], stages, run)
    case .devices, .anyKey: challenge(challenges, [], run)
    }
  }

  func answer(_ sent: ValueMap, _ run: FlowRun) throws -> StageResult {
    let offer = try ValidationOffer.of(run)
    switch offer {
    case .skipped, .denied: return try show(run)
    case .setup(let stages):
      if let stage = stages.first(where: { $0.primaryKey == sent["selected_stage"] }) {
        return setUp(stage, run)
      }
    case .devices, .anyKey: break
    }
    var errors = AnswerErrors()
    if sent["selected_stage"] != nil { errors.add("Selected stage is invalid", to: "selected_stage") }
    try check(selected: sent["selected_challenge"], offer, &errors)
    let code = Field(name: "code", type: .text(.plain), allowsBlank: false)
    if let code = AnswerReader(traits: run.traits).read(sent, [code], &errors)["code"]?.string {
      try check(code: code, offer, run, &errors)
    }
    if sent["webauthn"] != nil {
      errors.add(offer.isKey ? "Invalid device" : Self.notAllowed, to: "webauthn")
    }
    if sent["duo"] != nil { errors.add(Self.notAllowed, to: "duo") }
    if errors.isEmpty, sent["code"] == nil { errors.add("Empty response") }
    return errors.isEmpty ? .passed : .refused(errors)
  }

  private static let notAllowed = "No compatible device class allowed"

  /// Lets a set-up stage follow, and goes on to it.
  private func setUp(_ stage: StoredObject, _ run: FlowRun) -> StageResult {
    guard var binding = run.plan?.steps.first?.binding else { return .passed }
    binding.fields["invalid_response_action"] = "retry"
    run.plan?.steps.insert(FlowPlan.Step(binding: binding, stage: stage, isReevaluated: false), at: 1)
    return .passed
  }

  /// The chosen challenge, which no answer needs, must be one of the offered ones.
  private func check(selected: Value?, _ offer: ValidationOffer, _ errors: inout AnswerErrors) throws {
    guard let selected else { return }
    let isOffered = offer.devices.contains {
      selected["device_class"] == .string($0.deviceClass) && selected["device_uid"] == .string($0.key)
    }
    if !isOffered { errors.add("invalid challenge selected", to: "selected_challenge") }
  }

  /// A code is tried on every device of the user, also on those that were not offered; a wrong one locks all.
  private func check(code: String, _ offer: ValidationOffer, _ run: FlowRun, _ errors: inout AnswerErrors)
    throws
  {
    guard !offer.devices.isEmpty, let user = try run.user else {
      return errors.add(Self.notAllowed, to: "code")
    }
    for entry in try Devices(store: run.store).confirmed(of: user.primaryKey) {
      var device = CodeDevice(entry.object.fields)
      let isRight = device.accepts(code, at: run.now)
      var object = entry.object
      object.fields = device.fields
      if isRight {
        object.fields["last_used"] = .string(ObjectMaker.now())
        object.fields = RememberedDevice.remembering(object.fields, run)
      }
      try run.store.update(object)
      if isRight {
        return run.change { if $0.values["auth_method"] == nil { $0.values["auth_method"] = "auth_mfa" } }
      }
    }
    if let name = user.fields["username"]?.string { try ReputationScores(run: run).add(-1, to: name) }
    errors.add(
      "Invalid Token. Please ensure the time on your device is accurate and try again.", to: "code")
  }

  private func challenge(_ devices: [Value], _ stages: [StoredObject], _ run: FlowRun) -> StageResult {
    .challenge(
      Challenge(
        component: Self.component,
        fields: [
          "device_challenges": .list(devices), "configuration_stages": .list(stages.map(Self.shown)),
        ], showsUser: true))
  }

  private static func shown(_ device: Devices.Entry, _ run: FlowRun) -> Value {
    var shown: ValueMap = [
      "device_class": .string(device.deviceClass), "device_uid": .string(device.key), "challenge": [:],
    ]
    if run.traits.devices.showsLastUse { shown["last_used"] = device.object.fields["last_used"] ?? .null }
    return .map(shown)
  }

  private static func shown(_ stage: StoredObject) -> Value {
    let name = stage.fields["friendly_name"] ?? .null
    let suffix = " Setup Stage"
    let kind = stage.kind.verboseName
    return [
      "pk": stage.primaryKey, "name": (name == "" ? stage.fields["name"] : name) ?? .null,
      "verbose_name": .string(kind.hasSuffix(suffix) ? String(kind.dropLast(suffix.count)) : kind),
      "meta_model_name": .string(stage.kind.kind.model),
    ]
  }

  private static func key(_ run: FlowRun) -> Value {
    var shown: ValueMap = [
      "device_class": "webauthn", "device_uid": "-1",
      "challenge": [
        "challenge": SecurityKey.challenge(run), "timeout": SecurityKey.timeout,
        "rpId": SecurityKey.server(run), "allowCredentials": [],
        "userVerification": run.stage["webauthn_user_verification"] ?? "preferred",
      ],
    ]
    if run.traits.devices.showsLastUse { shown["last_used"] = .null }
    return .map(shown)
  }
}
