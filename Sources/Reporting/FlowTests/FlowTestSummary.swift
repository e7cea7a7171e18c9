package import FlowTesting
package import Model

/// A run of flow tests, to be printed.
package struct FlowTestSummary: Sendable {
  package let report: FlowTestReport
  /// Findings about the test files.
  package let findings: [Diagnostic]
  /// The failures at their places.
  package let failures: [Diagnostic]
  package let context: PlanContext

  /// Removes secrets from everything; `sources` are the test files.
  package init(
    _ report: FlowTestReport, findings: [Diagnostic] = [], mask: SecretMask = SecretMask([]),
    sources: [SourceText] = [], context: PlanContext
  ) {
    self.report = report.masked(by: mask)
    self.findings = findings
    failures = self.report.diagnostics.masked(by: mask, sources: sources)
    self.context = context
  }

  /// `2 passed, 1 failed, 1 skipped`.
  var counts: String {
    let counts = [
      (report.passedCount, "passed"), (report.failedCount, "failed"), (report.skippedCount, "skipped"),
    ]
    let words = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    return words.isEmpty ? "nothing was tested" : words.joined(separator: ", ")
  }
}

extension Duration {
  /// In seconds, to the millisecond.
  var seconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) + Double(attoseconds / 1_000_000_000_000_000) / 1000
  }

  /// `0.31 s`.
  var text: String {
    let hundredths = Int((seconds * 100).rounded())
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest) s"
  }
}
