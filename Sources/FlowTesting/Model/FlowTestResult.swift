package import Model

/// The result of one test.
package struct FlowTestResult: Sendable {
  package enum Verdict: Sendable, Hashable {
    case passed
    case failed([FlowTestFailure])
    /// It was not run, with the reason.
    case skipped(String)
  }

  package var test: FlowTest
  package var verdict: Verdict
  package var duration: Duration
  /// What the reader should know, such as an expression policy that the sandbox did not evaluate.
  package var notes: [String]
  /// What the test left on the server: each with its name, and why it is still there.
  package var leftBehind: [String]

  package init(
    _ test: FlowTest, _ verdict: Verdict, duration: Duration = .zero, notes: [String] = [],
    leftBehind: [String] = []
  ) {
    self.test = test
    self.verdict = verdict
    self.duration = duration
    self.notes = notes
    self.leftBehind = leftBehind
  }

  package var isFailure: Bool {
    if case .failed = verdict { true } else { false }
  }

  package var isSkipped: Bool {
    if case .skipped = verdict { true } else { false }
  }

  package var failures: [FlowTestFailure] {
    if case .failed(let failures) = verdict { failures } else { [] }
  }

  func masked(by mask: SecretMask) -> FlowTestResult {
    var masked = self
    masked.test.name = mask(test.name)
    masked.notes = notes.map { mask($0) }
    masked.leftBehind = leftBehind.map { mask($0) }
    switch verdict {
    case .passed: break
    case .failed(let failures):
      masked.verdict = .failed(failures.map { FlowTestFailure(at: $0.place, mask($0.message)) })
    case .skipped(let reason): masked.verdict = .skipped(mask(reason))
    }
    return masked
  }
}

/// A difference between what a test expects and what the server did.
package struct FlowTestFailure: Sendable, Hashable {
  /// The step, or the test if it is about the end.
  package var place: SourceLocation
  /// Without secrets.
  package var message: String

  package init(at place: SourceLocation, _ message: String) {
    self.place = place
    self.message = message
  }
}
