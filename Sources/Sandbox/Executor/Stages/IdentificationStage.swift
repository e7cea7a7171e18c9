import Catalog
import Model
import OrderedCollections

/// A stage that asks who the visitor is, and for the password too if a password stage is inside it.
struct IdentificationStage: FlowStage {
  private static let name = Field(name: "uid_field", type: .text(.plain))
  private static let failed = AnswerErrors(AnswerErrors.general, "Failed to authenticate.")

  func show(_ run: FlowRun) throws -> StageResult {
    let stage = run.stage
    let password = try inner("password_stage", run)
    let designation = run.flow.fields["designation"] ?? ""
    var fields: ValueMap = [
      "user_fields": stage["user_fields"] ?? [], "password_fields": .bool(password != nil),
      "allow_show_password": password?["allow_show_password"] ?? false, "flow_designation": designation,
      "primary_action": designation == "authentication" ? "Log in" : "Continue",
      "sources": .list(try SourceButtons(run: run).all),
      "show_source_labels": stage["show_source_labels"] ?? false,
    ]
    for (field, member) in [
      ("enrollment_flow", "enroll_url"), ("recovery_flow", "recovery_url"),
      ("passwordless_flow", "passwordless_url"),
    ] {
      fields[member] = try address(ofFlow: stage[field] ?? .null, run)
    }
    for (member, value) in try Applications(run: run).described { fields[member] = value }
    guard run.traits.flows.identificationHasMore else { return challenge(fields) }
    fields["captcha_stage"] = try CaptchaStage.shownInside(try inner("captcha_stage", run), run)
    fields["enable_remember_me"] = stage["enable_remember_me"] ?? false
    fields["passkey_challenge"] = .null
    fields["pending_user_identifier"] = .null
    return challenge(fields)
  }

  private func challenge(_ fields: ValueMap) -> StageResult {
    .challenge(Challenge(component: "ak-stage-identification", fields: fields))
  }

  func answer(_ sent: ValueMap, _ run: FlowRun) throws -> StageResult {
    let stage = run.stage
    var errors = AnswerErrors()
    let accepted = AnswerReader(traits: run.traits).read(
      sent, [Self.name.required(!run.traits.flows.identificationHasMore)], &errors)
    guard errors.isEmpty else { return .refused(errors) }
    guard let name = accepted["uid_field"]?.string else {
      return .refused(AnswerErrors(AnswerErrors.general, "No identification data provided."))
    }
    let password = try inner("password_stage", run)
    let hides = stage["show_matched_user"] == false
    guard let user = try UserSearch(store: run.store, stage: stage).user(named: name) else {
      try ReputationScores(run: run).add(-1, to: name)
      guard password == nil, stage["pretend_user_exists"] != false else { return .refused(Self.failed) }
      run.change { context in
        context.user = .pretended(name)
        if hides { context.identifier = name }
      }
      return .passed
    }
    // No captcha service can be asked, so none ever accepts.
    if try inner("captcha_stage", run) != nil { return .refused(Self.failed) }
    if let password {
      let username = user.fields["username"]?.string ?? ""
      guard let sent = sent["password"]?.string, !sent.isEmpty,
        try SignIn(run: run).accepts(sent, user, named: username, password["backends"]?.list ?? [])
      else { return .refused(Self.failed) }
    }
    run.change { context in
      context.user = .stored(user.primaryKey)
      if hides { context.identifier = name }
    }
    return .passed
  }

  /// A stage that works inside this one.
  private func inner(_ field: String, _ run: FlowRun) throws -> ValueMap? {
    try run.store.object(referredToAs: "authentik_flows.stage", by: run.stage[field] ?? .null)?.fields
  }

  /// Where the web interface finds another flow, with the browser's query; nil if there is none.
  private func address(ofFlow key: Value, _ run: FlowRun) throws -> Value? {
    guard let flow = try run.store.object(referredToAs: "authentik_flows.flow", by: key) else { return nil }
    let query = run.parameters.map {
      "\(PercentEncoding.encoded($0.name))=\(PercentEncoding.encoded($0.value))"
    }
    let path = "/if/flow/\(flow.fields["slug"]?.string ?? "")/"
    return .string(query.isEmpty ? path : path + "?" + query.joined(separator: "&"))
  }
}

extension Field {
  fileprivate func required(_ isRequired: Bool) -> Field {
    Field(name: name, type: type, isRequired: isRequired, allowsBlank: false)
  }
}
