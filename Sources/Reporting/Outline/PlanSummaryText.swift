import Model
import Planning

/// The summary of a plan, in the words of every format for people.
enum PlanSummaryText {
  static let restores = "Changed outside since the last apply; the next apply restores it"
  static let leftovers = "Left over (\(leftoversRemark))"
  static let leftoversRemark =
    "in the state, in no blueprint; --prune deletes what flowform created from these files"

  static func counts(_ plan: Plan) -> String {
    let summary = plan.summary
    let others = [Action.adopt, .unchanged, .skip].filter { summary[$0] > 0 }.map { other($0, summary[$0]) }
    var text: String
    if summary.hasChanges {
      text = [Action.create, .update, .delete].map { "\(summary[$0]) to \($0.rawValue)" }
        .joined(separator: ", ")
      if !others.isEmpty { text += "; " + others.joined(separator: ", ") }
    } else if plan.diagnostics.hasErrors {
      text = others.joined(separator: ", ")
    } else {
      text = "no changes" + (others.isEmpty ? "" : " (\(others.joined(separator: ", ")))")
    }
    let errors = plan.diagnostics.count { $0.severity == .error }
    if errors > 0 {
      text += "\(text.isEmpty ? "" : "; ")incomplete because of \(counted(errors, "error"))"
    }
    if plan.driftCount > 0 { text += "; \(plan.driftCount) changed outside" }
    let cascaded = plan.changes.reduce(0) { $0 + $1.cascades.count }
    if cascaded > 0 { text += "; \(counted(cascaded, "object")) deleted by cascade" }
    let kept = plan.keptLeftovers.count
    if kept > 0 { text += "; \(kept) left over" }
    return text
  }

  /// The counts of some changes of a plan: `1 to create, 2 to delete`.
  static func counts(_ changes: [PlannedChange]) -> String {
    let summary = PlanSummary(changes)
    return Action.allCases.filter { summary[$0] > 0 }
      .map { $0.isWrite ? "\(summary[$0]) to \($0.rawValue)" : other($0, summary[$0]) }
      .joined(separator: ", ")
  }

  private static func other(_ action: Action, _ count: Int) -> String {
    switch action {
    case .skip: "\(count) skipped"
    case .adopt: "\(count) to adopt"
    default: "\(count) unchanged"
    }
  }
}

extension Plan {
  /// The leftovers that are kept.
  var keptLeftovers: [Leftover] {
    let deleted = Set(changes.writes.filter { $0.action == .delete }.map(\.address))
    return leftovers.filter { !deleted.contains($0.address) }
  }
}
