import Catalog
import Model
import OrderedCollections

/// A stage that asks for the password of the run's user.
struct PasswordStage: FlowStage {
  private static let initialScore = "goauthentik.io/stages/password/initial_score"
  private static let attempts = "password_attempts"

  func show(_ run: FlowRun) throws -> StageResult {
    if run.traits.flows.countsAttemptsByReputation, run.plan?.context.user != nil,
      run.plan?.context.values[Self.initialScore] == nil
    {
      let score = Value.integer(try ReputationScores(run: run).score(of: username(run)))
      run.change { $0.values[Self.initialScore] = score }
    }
    var fields: ValueMap = ["allow_show_password": run.stage["allow_show_password"] ?? false]
    if let address = try recoveryAddress(run) { fields["recovery_url"] = .string(address) }
    return .challenge(Challenge(component: "ak-stage-password", fields: fields, showsUser: true))
  }

  func answer(_ sent: ValueMap, _ run: FlowRun) throws -> StageResult {
    // The challenge may not have been fetched yet.
    _ = try show(run)
    guard let value = sent["password"] else { return refused(AnswerErrors.required, "required") }
    guard !value.isNull else { return refused("This field may not be null.", "null") }
    guard let password = Coercion.text(value) else { return refused("Not a valid string.", "invalid") }
    guard !password.isEmpty else { return refused("This field may not be blank.", "blank") }
    guard let pending = run.plan?.context.user else { return .denied(nil) }
    var user: StoredObject?
    if case .stored = pending { user = try run.user }
    let isRight = try SignIn(run: run).accepts(
      password, user, named: username(run), run.stage["backends"]?.list ?? [])
    guard isRight else { return try failed(run) }
    run.session.values[Self.attempts] = nil
    return .passed
  }

  private func username(_ run: FlowRun) throws -> String {
    if case .pretended(let name) = run.plan?.context.user { return name }
    return try run.user?.fields["username"]?.string ?? ""
  }

  /// One wrong password too many ends the run. Newer versions count by the reputation, which has a lower bound: from
  /// there, nothing counts any more (recorded).
  private func failed(_ run: FlowRun) throws -> StageResult {
    let allowed = run.stage["failed_attempts_before_cancel"]?.integer ?? 5
    let count: Int
    if run.traits.flows.countsAttemptsByReputation {
      let first = run.plan?.context.values[Self.initialScore]?.integer ?? 0
      count = first - (try ReputationScores(run: run).score(of: username(run)))
    } else {
      count = (run.session.values[Self.attempts]?.integer ?? 0) + 1
      run.session.values[Self.attempts] = .integer(count)
    }
    guard count >= allowed else { return refused("Invalid password", "invalid") }
    run.session.values[Self.attempts] = nil
    return .denied(run.traits.flows.countsAttemptsByReputation ? "Invalid password" : nil)
  }

  private func refused(_ message: String, _ code: String) -> StageResult {
    .refused(AnswerErrors("password", message, code: code))
  }

  /// Newer versions lead to the brand's recovery flow, older ones to any.
  private func recoveryAddress(_ run: FlowRun) throws -> String? {
    guard let kind = run.store.kinds.kind("authentik_flows.flow") else { return nil }
    let flow: StoredObject?
    if run.traits.flows.recoversByBrand {
      let key = try Brand.current(run.store)?["flow_recovery"] ?? .null
      flow = try run.store.object(referredToAs: kind.kind.model, by: key)
    } else {
      var query = ListQuery(kind)
      query.filter("designation", equals: "recovery")
      query.sort(by: kind.kind.primaryKey, descending: false)
      flow = try run.store.objects(query, limit: 1, offset: 0).first
    }
    guard let slug = flow?.fields["slug"]?.string else { return nil }
    return "\(run.request.isSecure ? "https" : "http")://\(run.request.host)/if/flow/\(slug)/"
  }
}
