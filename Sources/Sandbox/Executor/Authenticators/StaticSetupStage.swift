import Catalog
import Model
import OrderedCollections

/// A stage that gives a user printed codes. The device is stored when the user accepts them.
struct StaticSetupStage: FlowStage {
  private static let codes = "goauthentik.io/stages/authenticator_static/codes"

  func show(_ run: FlowRun) throws -> StageResult {
    guard try run.user != nil else { return .passed }
    let codes = run.plan?.context.values[Self.codes]?.list ?? made(run)
    run.change { $0.values[Self.codes] = .list(codes) }
    return .challenge(
      Challenge(component: "ak-stage-authenticator-static", fields: ["codes": .list(codes)], showsUser: true))
  }

  func answer(_ sent: ValueMap, _ run: FlowRun) throws -> StageResult {
    guard let user = try run.user else { return .passed }
    let codes = run.plan?.context.values[Self.codes]?.list ?? made(run)
    let device = CodeDevice(codes: codes.compactMap(\.string), user: user.primaryKey)
    try Devices(store: run.store).save(device, Devices.printed, isConfirmed: true)
    run.change { $0.values[Self.codes] = nil }
    return .passed
  }

  private func made(_ run: FlowRun) -> [Value] {
    let length = run.stage["token_length"]?.integer ?? 12
    return (0..<max(0, run.stage["token_count"]?.integer ?? 6)).map { _ in
      .string(ObjectMaker.letters(length))
    }
  }
}
