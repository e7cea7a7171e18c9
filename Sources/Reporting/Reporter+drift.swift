package import Planning

extension Reporter {
  /// For programs, drift is a plan that holds only drifted fields.
  package func drift(_ drift: Drift, context: PlanContext) -> Report {
    plan(drift.plan, context: context)
  }
}

extension TextReporter {
  package func drift(_ drift: Drift, context: PlanContext) -> Report {
    diagnostics(drift.plan.diagnostics)
      + Report(output: DriftText(terminal: terminal, context: context).render(drift))
  }
}
