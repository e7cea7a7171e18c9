import Applying
package import Blueprints
package import Model
package import Planning

/// A finished plan: with cascades, overlap warnings and guards, and with secrets removed from its messages.
package struct MadePlan: Sendable {
  package private(set) var plan: Plan
  /// The tests of the flows that the plan changes.
  package private(set) var tests: MadeTests?
  /// Blueprints that a directory walk found and that exclude themselves by label.
  package var skippedFiles: [String] = []
  /// The blueprints that the plan was made from; nil for a saved plan.
  package internal(set) var desired: DesiredSet?
  /// The diagnostics of the guards. A saved plan has them apart, because an apply has its own limits.
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

  /// A saved plan as it was when it was made, to be shown.
  package init(_ saved: SavedPlan) {
    self.init(saved.plan, guardFindings: saved.guardFindings, lateValues: nil)
    skippedFiles = saved.skippedFiles
  }

  /// The same plan with the tests of the flows that it changes.
  func testing(_ tests: MadeTests, _ planned: [PlannedTests], mistakes: [Diagnostic]) -> MadePlan {
    var copy = self
    copy.tests = tests
    copy.plan.tests = planned
    // The findings of the guards stay at the end.
    // A saved plan has those already.
    let new = mistakes.filter { mistake in
      !plan.diagnostics.contains { $0.message == mistake.message && $0.location == mistake.location }
    }
    copy.plan.diagnostics = new + plan.diagnostics
    return copy
  }

  /// The plan to save, with the diagnostics of its guards apart.
  var saved: SavedPlan {
    var plan = plan
    plan.diagnostics.removeLast(guardFindings.count)
    return SavedPlan(plan, guardFindings: guardFindings, skippedFiles: skippedFiles)
  }
}

/// The result of a request for a plan.
package enum PlanResult: Sendable {
  case made(MadePlan)
  /// The blueprints have mistakes, so the server's objects were not compared.
  case invalid([Diagnostic])
}
