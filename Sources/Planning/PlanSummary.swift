package import Model

/// How many objects a plan treats in which way.
package struct PlanSummary: Sendable, Hashable {
  private var counts: [Action: Int] = [:]

  package init(_ changes: [PlannedChange]) {
    for change in changes { counts[change.action, default: 0] += 1 }
  }

  package subscript(action: Action) -> Int { counts[action, default: 0] }

  /// True if the server would be written to.
  package var hasChanges: Bool { Action.allCases.contains { $0.isWrite && self[$0] > 0 } }
}
