/// The results of a run of tests, in the order of their files.
package struct FlowTestReport: Sendable {
  package var results: [FlowTestResult]

  package init(_ results: [FlowTestResult]) {
    self.results = results
  }

  package var failedCount: Int { results.count(where: \.isFailure) }
}
