package import Planning

/// Where an apply has its plan from.
package enum PlanSource: Sendable {
  case request(PlanRequest)
  /// A plan that was saved at a path. The request says how the plan's own files are resolved; its files do not count.
  case saved(Plan, path: String, PlanRequest)
}
