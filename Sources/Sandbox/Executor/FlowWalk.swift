import Catalog
import HTTPTypes
import Model
import OrderedCollections

/// The steps of one request to the executor, in the order of authentik's view.
struct FlowWalk {
  let run: FlowRun
  /// Who makes the request by token; a wrong token only counts once there is a plan.
  let identity: Result<Identity, Refusal>

  func response() throws -> SandboxResponse {
    var response = try walked()
    run.session.notEvaluated.formUnion(run.notEvaluated)
    // The names of what was not evaluated, percent-encoded, with commas between them.
    if !run.session.notEvaluated.isEmpty, let header = HTTPField.Name("X-Flowform-Not-Evaluated") {
      let names = run.session.notEvaluated.map { PercentEncoding.encoded($0) }.joined(separator: ",")
      response.headers.append((header, names))
    }
    return response
  }

  private func walked() throws -> SandboxResponse {
    try FlowTokens(run: run).restore()
    run.plan = run.session.plan
    if let plan = run.plan, plan.flow.position != run.flow.position { forget() }
    if run.plan == nil {
      run.session.history = []
      run.session.notEvaluated = []
      do {
        run.plan = try FlowPlanner(run: run).plan()
      } catch let reason as FlowDoesNotApply {
        run.plan = nil
        if run.traits.flows.passesSignedInUsers, run.flow.fields["designation"] == "authentication",
          try run.sessionUser != nil
        {
          return try done()
        }
        return try refusal(reason)
      }
    }
    try leaveOut()
    guard let step = run.plan?.steps.first else { return try done() }
    run.session.plan = run.plan
    do {
      return try carryOut(step)
    } catch let failure as FlowFailure {
      return try self.failure(failure)
    }
  }

  /// Leaves out the stages whose policies, asked again, say no.
  private func leaveOut() throws {
    while let step = run.plan?.steps.first, step.isReevaluated,
      try !PolicyEngine(run: run).result(of: step.binding, for: run.user).passes
    {
      run.plan?.steps.removeFirst()
    }
  }

  private func carryOut(_ step: FlowPlan.Step) throws -> SandboxResponse {
    if run.request.method == "HEAD" { return .crash }
    try RequestRules.checkAccept(run.request)
    switch identity {
    case .failure(let refusal): throw FlowFailure(message: refusal.body?["detail"]?.string ?? "")
    case .success(.anonymous): try RequestRules.checkOrigin(run)
    case .success(.user(let token)):
      run.tokenUser = try run.store.user(named: token.username)?.primaryKey
    }
    try RequestRules.checkMethod(run.request)
    if run.request.method == "OPTIONS" { return description }
    guard let stage = FlowStages.byModel[step.stage.kind.kind.model] else {
      throw FlowFailure(message: "the sandbox does not run stages of the kind \(step.stage.kind.kind.model)")
    }
    guard run.request.method == "POST" else { return try response(to: stage.show(run), of: stage) }
    switch try RequestRules.answer(run) {
    case .map(let sent): return try response(to: stage.answer(sent, run), of: stage)
    case let other:
      let message = "Invalid data. Expected a dictionary, but got \(PythonText.typeName(other))."
      return try response(to: .refused(AnswerErrors(AnswerErrors.general, message)), of: stage)
    }
  }

  private func response(to result: StageResult, of stage: any FlowStage) throws -> SandboxResponse {
    switch result {
    case .challenge(let challenge): return try shown(challenge)
    case .refused(let errors):
      if let restarted = try restarted() { return restarted }
      guard case .challenge(let challenge) = try stage.show(run) else { return try denied(nil) }
      return try shown(challenge, errors)
    case .passed: return try passed()
    case .denied(let message): return try restarted() ?? denied(message)
    }
  }

  private func shown(_ challenge: Challenge, _ errors: AnswerErrors? = nil) throws -> SandboxResponse {
    run.session.plan = run.next ?? run.plan
    return json(try ChallengeWriter(run: run).object(challenge, errors))
  }

  private func passed() throws -> SandboxResponse {
    run.session.history += run.plan.map { [$0] } ?? []
    run.plan?.steps.removeFirst()
    guard run.plan?.steps.isEmpty == false else { return try done() }
    run.session.plan = run.plan
    return again
  }

  /// Begins the flow again if the pending stage's binding says so.
  private func restarted() throws -> SandboxResponse? {
    let action = run.binding["invalid_response_action"]?.string ?? ""
    guard action.hasPrefix("restart") else { return nil }
    let keptContext = action == "restart_with_context" ? run.plan?.context : nil
    do {
      run.plan = try FlowPlanner(run: run).plan(keptContext ?? PlanContext())
    } catch let reason as FlowDoesNotApply {
      return try refusal(reason)
    }
    run.session.plan = run.plan
    return again
  }

  /// Leads to the executor's own address, from where the next challenge is fetched.
  private var again: SandboxResponse { .redirect(run.request.target) }

  /// The end of a run that went through.
  private func done() throws -> SandboxResponse {
    let chosen = run.plan?.context.values["redirect"]?.string
    let next = chosen ?? run.parameter("next") ?? "/"
    let plan = run.plan
    forget()
    guard chosen != nil || RelativeAddress.isRelative(next) else {
      run.plan = plan
      return try denied("Invalid next URL")
    }
    return redirect(next)
  }

  private func redirect(_ target: String) -> SandboxResponse {
    json(["component": "xak-flow-redirect", "to": .string(target)])
  }

  private func refusal(_ reason: FlowDoesNotApply) throws -> SandboxResponse {
    let action = run.flow.fields["denied_action"]?.string ?? "message_continue"
    // The executor's own query counts here, not the browser's (recorded).
    if action != "message", let next = run.request.parameter("next"), RelativeAddress.isRelative(next) {
      return redirect(next)
    }
    if action == "continue" { return redirect("/") }
    let message = reason.messages.isEmpty ? Self.doesNotApply : reason.messages.joined(separator: "\n")
    return try denied(message)
  }

  private static let doesNotApply = "Flow does not apply to current user."

  private func denied(_ message: String?) throws -> SandboxResponse {
    run.forgetParameters()
    let challenge = Challenge(
      component: "ak-stage-access-denied", fields: ["error_message": .string(message ?? "Unknown error")],
      showsUser: true)
    let object = try ChallengeWriter(run: run).object(challenge, nil)
    forget()
    return json(object)
  }

  private func failure(_ failure: FlowFailure) throws -> SandboxResponse {
    let identifier = NewIdentifier.make().split(separator: "-").joined()
    var object: ValueMap = ["component": "ak-stage-flow-error", "request_id": .string(identifier)]
    if try run.sessionUser?.fields["is_superuser"] == true {
      object["error"] = .string(failure.message)
      object["traceback"] = .string(failure.message)
    }
    return json(object)
  }

  private func forget() {
    run.plan = nil
    run.session.plan = nil
  }

  private var description: SandboxResponse {
    let text: Value = [
      "name": "Flow Executor", "description": "Flow executor, passing requests to Stage Views",
      "renders": ["application/json"], "parses": ["application/json"],
    ]
    return SandboxResponse(
      status: 200, contentType: run.traits.jsonContentType, body: JSONWriter.bytes(of: text))
  }

  /// Challenges have the same content type in all versions.
  private func json(_ object: ValueMap) -> SandboxResponse {
    SandboxResponse(status: 200, contentType: "application/json", body: JSONWriter.bytes(of: .map(object)))
  }
}
