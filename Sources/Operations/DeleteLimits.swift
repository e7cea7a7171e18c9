import Model
import Planning

/// The deletes that a plan may contain only if an option allows them.
package struct DeleteLimits: Sendable {
  package static let standard = 5

  package var maxDeletes: Int
  package var allowsLockout: Bool
  /// True for an apply, which is refused. A plan only warns.
  let isEnforced: Bool

  package init(maxDeletes: Int = standard, allowsLockout: Bool = false, isEnforced: Bool) {
    self.maxDeletes = maxDeletes
    self.allowsLockout = allowsLockout
    self.isEnforced = isEnforced
  }

  func diagnostics(_ plan: Plan, _ lockout: Lockout.Findings) -> [Diagnostic] {
    let severity: Diagnostic.Severity = isEnforced ? .error : .warning
    let refusal = isEnforced ? "" : "apply refuses this: "
    var diagnostics: [Diagnostic] = []
    if plan.deleteCount > maxDeletes {
      let along = plan.deleteCount - plan.summary[.delete]
      let counted = along == 0 ? "" : ", \(along) of them by cascade"
      diagnostics.append(
        Diagnostic(
          severity,
          "\(refusal)the plan deletes \(plan.deleteCount) objects\(counted), and at most \(maxDeletes) are allowed; if that is intended, pass --max-deletes \(plan.deleteCount)",
          at: nil))
    }
    guard !allowsLockout else { return diagnostics }
    diagnostics += lockout.dangers.map {
      Diagnostic(
        severity, "\(refusal)\($0.message); if that is intended, pass --allow-lockout", at: $0.location)
    }
    return diagnostics + lockout.unknown.map { .note($0, at: nil) }
  }
}
