import Catalog
import Model
import OrderedCollections

/// A stage that gives a user's app a secret, and asks for a first code to confirm it.
struct TimedSetupStage: FlowStage {
  private static let device = "goauthentik.io/stages/authenticator_totp/device"

  func show(_ run: FlowRun) throws -> StageResult {
    guard let user = try run.user else { return .passed }
    let device = pending(user, run)
    run.change { $0.values[Self.device] = .map(device.fields) }
    return .challenge(
      Challenge(
        component: "ak-stage-authenticator-totp",
        fields: ["config_url": .string(Self.address(of: device, user))], showsUser: true))
  }

  func answer(_ sent: ValueMap, _ run: FlowRun) throws -> StageResult {
    guard let user = try run.user else { return .passed }
    var errors = AnswerErrors()
    let field = Field(
      name: "code", type: run.traits.devices.codesAreNumbers ? .integer : .text(.plain), isRequired: true,
      allowsBlank: false)
    let accepted = AnswerReader(traits: run.traits).read(sent, [field], &errors)
    guard errors.isEmpty else { return .refused(errors) }
    var device = pending(user, run)
    let isRight = device.accepts(PythonText.text(accepted["code"] ?? ""), at: run.now)
    // A wrong code leaves a device that is not confirmed (recorded).
    let stored = try Devices(store: run.store).save(device, Devices.timed, isConfirmed: isRight)
    run.change { $0.values[Self.device] = isRight ? nil : stored.map { .map($0.fields) } }
    return isRight ? .passed : .refused(AnswerErrors("code", "Code does not match"))
  }

  /// The device that is being set up, which the run keeps.
  private func pending(_ user: StoredObject, _ run: FlowRun) -> CodeDevice {
    if let known = run.plan?.context.values[Self.device]?.map { return CodeDevice(known) }
    let secret = (0..<20).map { _ in UInt8.random(in: .min ... .max) }
    let digits = run.stage["digits"].flatMap(Coercion.integer) ?? 6
    return CodeDevice(secret: Base32Text.encoded(secret), digits: digits, user: user.primaryKey)
  }

  /// What an app reads from a picture.
  private static func address(of device: CodeDevice, _ user: StoredObject) -> String {
    let name = PercentEncoding.encoded("authentik:" + (user.fields["username"]?.string ?? ""))
    let secret = device.fields["secret"]?.string ?? ""
    let digits = device.fields["digits"]?.integer ?? 6
    return "otpauth://totp/\(name)?secret=\(secret)&algorithm=SHA1&digits=\(digits)"
      + "&period=\(TimedCode.period)&issuer=authentik"
  }
}
