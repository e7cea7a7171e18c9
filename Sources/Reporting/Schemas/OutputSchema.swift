/// The published JSON schemas of what flowform prints for programs; the number in each `$id` is its version.
package enum OutputSchema: String, Sendable, CaseIterable {
  case plan, targets, diagnostics, events, upgrade, coverage
  case testResults = "test-results"

  /// The document, as JSON.
  package var text: String {
    switch self {
    case .plan: Self.planText
    case .targets: Self.targetsText
    case .diagnostics: Self.diagnosticsText
    case .events: Self.eventsText
    case .upgrade: Self.upgradeText
    case .coverage: Self.coverageText
    case .testResults: Self.testResultsText
    }
  }
}
