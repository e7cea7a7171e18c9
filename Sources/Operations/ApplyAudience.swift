package import Planning

/// Who follows an apply: shows its plan, decides, and hears what happens.
package struct ApplyAudience: Sendable {
  /// Shows the plan, also one that is refused.
  package var show: @Sendable (MadePlan) -> Void
  /// Whether the plan is applied.
  package var confirm: @Sendable (Plan) async throws -> Bool
  /// Hears each event, without secrets.
  package var report: @Sendable (ApplyEvent) -> Void

  package init(
    show: @escaping @Sendable (MadePlan) -> Void = { _ in },
    confirm: @escaping @Sendable (Plan) async throws -> Bool = { _ in true },
    report: @escaping @Sendable (ApplyEvent) -> Void = { _ in }
  ) {
    self.show = show
    self.confirm = confirm
    self.report = report
  }
}
