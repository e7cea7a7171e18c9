import Applying
package import Model
package import Planning

/// A finished plan: with cascades, warnings of overlap, guards and without secrets in what it says.
package struct MadePlan: Sendable {
  package let plan: Plan
  /// The blueprints that a directory walk found and that say themselves that they are left out.
  package var skippedFiles: [String] = []
  /// Of the plan's diagnostics, those that say what it must not delete unless told so. A saved plan leaves them
  /// out: whoever applies it has limits of their own.
  let guardFindings: [Diagnostic]
  /// Nil if the plan holds no value that only an apply can make.
  let lateValues: LateValues?

  init(_ plan: Plan, guardFindings: [Diagnostic], lateValues: LateValues?) {
    var finished = plan
    finished.diagnostics += guardFindings
    self.plan = finished
    self.guardFindings = guardFindings
    self.lateValues = lateValues
  }

  /// The plan without the findings of its guards.
  var unguarded: Plan {
    var plan = plan
    plan.diagnostics.removeLast(guardFindings.count)
    return plan
  }
}

/// What comes of the wish for a plan.
package enum PlanResult: Sendable {
  case made(MadePlan)
  /// The blueprints have mistakes, so the server's objects were not compared.
  case invalid([Diagnostic])
}
