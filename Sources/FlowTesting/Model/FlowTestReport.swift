package import Model

/// The results of a run of tests, in the order of their files.
package struct FlowTestReport: Sendable {
  package var results: [FlowTestResult]

  package init(_ results: [FlowTestResult]) {
    self.results = results
  }

  package var failedCount: Int { results.count(where: \.isFailure) }

  package var skippedCount: Int { results.count(where: \.isSkipped) }

  package var passedCount: Int { results.count - failedCount - skippedCount }

  /// The sum of the tests' durations. The run itself may be shorter, because tests run at once.
  package var duration: Duration { results.reduce(.zero) { $0 + $1.duration } }

  /// The report without secrets, in the names of the tests too.
  package func masked(by mask: SecretMask) -> FlowTestReport {
    mask.isEmpty ? self : FlowTestReport(results.map { $0.masked(by: mask) })
  }

  /// The failures as errors at their places.
  package var diagnostics: [Diagnostic] {
    results.flatMap { result in
      result.failures.map {
        .error("the test `\(result.test.name)` failed: \($0.message)", at: $0.place).about(.test)
      }
    }
  }
}
