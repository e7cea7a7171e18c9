package import Planning

/// The source of an apply's plan.
package enum PlanSource: Sendable {
  case request(PlanRequest)
  /// A plan that was saved at a path. The request says how to resolve the plan's own files; its files are
  /// ignored.
  case saved(Plan, path: String, PlanRequest)
}
