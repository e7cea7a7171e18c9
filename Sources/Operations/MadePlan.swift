import Applying
package import Blueprints
package import Model
package import Planning

/// A finished plan: with cascades, overlap warnings and guards, and with secrets removed from its messages.
package struct MadePlan: Sendable {
  package let plan: Plan
  /// Blueprints that a directory walk found and that exclude themselves by label.
  package var skippedFiles: [String] = []
  /// The blueprints that the plan was made from; nil for a saved plan.
  package internal(set) var desired: DesiredSet?
  /// The diagnostics of the guards. A saved plan leaves them out, because an apply has its own limits.
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

  /// The plan without the diagnostics of its guards.
  var unguarded: Plan {
    var plan = plan
    plan.diagnostics.removeLast(guardFindings.count)
    return plan
  }
}

/// The result of a request for a plan.
package enum PlanResult: Sendable {
  case made(MadePlan)
  /// The blueprints have mistakes, so the server's objects were not compared.
  case invalid([Diagnostic])
}
