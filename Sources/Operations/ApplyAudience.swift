package import FlowTesting
package import Planning

/// The front end's part in an apply: it shows the plan, decides, and receives events.
package struct ApplyAudience: Sendable {
  /// Shows the plan, even if it is refused.
  package var show: @Sendable (MadePlan) -> Void
  /// Decides whether the plan is applied.
  package var confirm: @Sendable (Plan) async throws -> Bool
  /// Receives each event, with secrets removed.
  package var report: @Sendable (ApplyEvent) -> Void
  /// Receives the results of the tests after the apply, and once more after a rollback.
  package var tested: @Sendable (ApplyCheckMoment, FlowTestReport) -> Void

  package init(
    show: @escaping @Sendable (MadePlan) -> Void = { _ in },
    confirm: @escaping @Sendable (Plan) async throws -> Bool = { _ in true },
    report: @escaping @Sendable (ApplyEvent) -> Void = { _ in },
    tested: @escaping @Sendable (ApplyCheckMoment, FlowTestReport) -> Void = { _, _ in }
  ) {
    self.show = show
    self.confirm = confirm
    self.report = report
    self.tested = tested
  }
}
