import Catalog
import Model
import OrderedCollections

/// A stage that signs the run's user in, and first asks whether to stay signed in if it may.
struct UserLoginStage: FlowStage {
  private static let remember = Field(name: "remember_me", type: .boolean, isRequired: true)

  func show(_ run: FlowRun) throws -> StageResult {
    guard seconds("remember_me_offset", run) > 0 else { return try signIn(run, staying: 0, isAsked: false) }
    return .challenge(Challenge(component: "ak-stage-user-login", showsUser: true))
  }

  func answer(_ sent: ValueMap, _ run: FlowRun) throws -> StageResult {
    let longer = seconds("remember_me_offset", run)
    guard longer > 0 else { return try show(run) }
    var errors = AnswerErrors()
    let accepted = AnswerReader(traits: run.traits).read(sent, [Self.remember], &errors)
    guard errors.isEmpty else { return .refused(errors) }
    return try signIn(run, staying: accepted["remember_me"] == true ? longer : 0, isAsked: true)
  }

  private func seconds(_ field: String, _ run: FlowRun) -> Double {
    run.stage[field]?.string.flatMap(DurationText.seconds) ?? 0
  }

  private func signIn(_ run: FlowRun, staying longer: Double, isAsked: Bool) throws -> StageResult {
    guard case .stored = run.plan?.context.user, let user = try run.user else { return .denied(nil) }
    let isActive = user.fields["is_active"] != false
    if !isActive, run.traits.flows.refusesInactiveUsers { return .denied(nil) }
    let duration = seconds("session_duration", run) + longer
    if run.stage["terminate_other_sessions"] == true { try Sessions(run: run).endAll(of: user) }
    if run.traits.flows.remembersDevices, run.plan?.context.values["auth_method_args"] != nil {
      // Recorded: false for the first login of a user.
      let isKnown = user.fields["last_login"].map { !$0.isNull } ?? false
      run.change { $0.values["auth_method_args"] = ["known_device": .bool(isKnown)] }
    }
    try Sessions(run: run).begin(for: user, seconds: duration > 0 ? duration : nil)
    // Older versions go on, although nobody is signed in by the new session (recorded).
    if !isActive { run.session.user = nil }
    if run.traits.flows.remembersDevices, !isAsked {
      let days = seconds("remember_device", run)
      run.cookies.insert(
        LastingCookie.header(
          "authentik_device", NewIdentifier.make(), seconds: Int(days > 0 ? days : 2_592_000), now: run.now,
          run.request), at: 0)
    }
    return .passed
  }
}
