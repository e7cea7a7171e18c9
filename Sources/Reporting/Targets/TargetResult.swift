package import Model
package import Planning

/// What a command found on one of several targets.
package struct TargetResult: Sendable {
  package enum Finding: Sendable {
    case plan(Plan, PlanContext)
    case drift(Drift, PlanContext)
    /// The blueprints have mistakes.
    case invalid([Diagnostic])
    /// Why nothing was found, in one sentence.
    case failure(String)
  }

  package let target: String
  package let finding: Finding

  package init(target: String, finding: Finding) {
    self.target = target
    self.finding = finding
  }

  /// The server, if it has answered.
  var server: String? {
    switch finding {
    case .plan(_, let context), .drift(_, let context):
      context.server == "sandbox:" ? "the sandbox" : context.server
    case .invalid, .failure: nil
    }
  }

  /// How many objects a plan changes in each way, or how many objects are changed or gone.
  var counts: [(title: String, count: Int)] {
    switch finding {
    case .plan(let plan, _):
      [Action.create, .update, .delete].map { ($0.rawValue, plan.summary[$0]) }
        + [("changed outside", plan.driftCount)]
    case .drift(let drift, _):
      [("changed outside", drift.plan.summary[.update]), ("gone", drift.plan.summary[.create])]
    case .invalid, .failure: []
    }
  }

  /// Why the target's result is missing or incomplete.
  var error: String? {
    switch finding {
    case .plan(let plan, _): Self.mistakes(plan.diagnostics).map { "the plan is incomplete: \($0)" }
    case .drift(let drift, _):
      Self.mistakes(drift.plan.diagnostics).map { "not everything was compared: \($0)" }
    case .invalid(let diagnostics): "the blueprints have \(Self.mistakes(diagnostics) ?? "no errors")"
    case .failure(let sentence): sentence
    }
  }

  private static func mistakes(_ diagnostics: [Diagnostic]) -> String? {
    let count = diagnostics.count { $0.severity == .error }
    return count > 0 ? counted(count, "error") : Optional.none
  }

  /// The result with the target's name in each diagnostic, for a list of those of several targets.
  var named: TargetResult {
    func named(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
      diagnostics.map { $0.saying("\(target): \($0.message)") }
    }
    switch finding {
    case .plan(var plan, let context):
      plan.diagnostics = named(plan.diagnostics)
      return TargetResult(target: target, finding: .plan(plan, context))
    case .drift(var drift, let context):
      drift.plan.diagnostics = named(drift.plan.diagnostics)
      return TargetResult(target: target, finding: .drift(drift, context))
    case .invalid(let diagnostics): return TargetResult(target: target, finding: .invalid(named(diagnostics)))
    case .failure(let sentence):
      return TargetResult(target: target, finding: .invalid(named([.error(sentence, at: nil)])))
    }
  }
}
