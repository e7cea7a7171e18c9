package import Model

/// The number of objects for each action of a plan.
package struct PlanSummary: Sendable, Hashable {
  private var counts: [Action: Int] = [:]

  package init(_ changes: [PlannedChange]) {
    for index in changes.indices { counts[changes[index].action, default: 0] += 1 }
  }

  package subscript(action: Action) -> Int { counts[action, default: 0] }

  /// True if the plan writes to the server.
  package var hasChanges: Bool { Action.allCases.contains { $0.isWrite && self[$0] > 0 } }
}
