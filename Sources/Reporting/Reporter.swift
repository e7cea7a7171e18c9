package import Exporting
package import Model
package import Planning

/// Renders a command's results in one output format, and does nothing else.
package protocol Reporter: Sendable {
  /// Findings about the input, for a command that prints more after them.
  func diagnostics(_ diagnostics: [Diagnostic]) -> Report
  /// The same for an apply, which prints events after them.
  func findings(_ diagnostics: [Diagnostic]) -> Report
  /// The complete output of `validate`.
  func validation(_ validation: Validation) -> Report
  /// The complete output of `upgrade`.
  func upgrade(_ report: UpgradeReport) -> Report
  /// The complete output of `coverage`.
  func coverage(_ coverage: Coverage, context: PlanContext) -> Report
  /// The complete output of `test`.
  func flowTests(_ summary: FlowTestSummary) -> Report
  func plan(_ plan: Plan, context: PlanContext) -> Report
  func drift(_ drift: Drift, context: PlanContext) -> Report
  /// The complete output of a command on several targets, to be printed one after the other.
  func targets(_ results: [TargetResult]) -> [Report]
  func event(_ event: ApplyEvent) -> Report
  func outcome(_ outcome: ApplyOutcome) -> Report
  /// The results of the tests after an apply, or after its rollback.
  func tested(_ moment: ApplyCheckMoment, _ summary: FlowTestSummary) -> Report
}

extension Reporter {
  package func findings(_ diagnostics: [Diagnostic]) -> Report { self.diagnostics(diagnostics) }
}

extension Validation {
  /// `3 entries in 1 file: valid`, or the number of errors and warnings.
  var verdict: String {
    let errors = diagnostics.count { $0.severity == .error }
    let warnings = diagnostics.count { $0.severity == .warning }
    let mistakes = "\(counted(errors, "error")), \(counted(warnings, "warning"))"
    let isValid = errors == 0 && warnings == 0
    guard fileCount > 0 || testFileCount > 0 else {
      return "nothing was checked" + (isValid ? "" : ": \(mistakes)")
    }
    let files = counted(fileCount, "file")
    guard entryCount > 0 || testFileCount > 0 || !isValid else {
      return "no entries in \(files): nothing to check"
    }
    let entries = "\(counted(entryCount, "entry", "entries")) in \(files)"
    let tests = "\(counted(testCount, "test")) in \(counted(testFileCount, "file"))"
    let parts = (fileCount > 0 ? [entries] : []) + (testFileCount > 0 ? [tests] : [])
    return "\(parts.joined(separator: ", ")): \(isValid ? "valid" : mistakes)"
  }
}

/// The result of `validate`.
package struct Validation: Sendable {
  package let diagnostics: [Diagnostic]
  package let fileCount: Int
  package let entryCount: Int
  package let skippedFiles: [String]
  package let testCount: Int
  package let testFileCount: Int

  package init(
    diagnostics: [Diagnostic], fileCount: Int, entryCount: Int, skippedFiles: [String], testCount: Int = 0,
    testFileCount: Int = 0
  ) {
    self.testCount = testCount
    self.testFileCount = testFileCount
    self.diagnostics = diagnostics
    self.fileCount = fileCount
    self.entryCount = entryCount
    self.skippedFiles = skippedFiles
  }
}

/// Facts that are shown with a plan's changes.
package struct PlanContext: Sendable {
  package let server: String
  package let serverVersion: String
  package let skippedFiles: [String]
  /// True if unchanged objects and default values are shown too.
  package let isVerbose: Bool
  /// When the plan was made, as in ISO 8601; empty if nobody knows.
  package let time: String

  package init(
    server: String, serverVersion: String, skippedFiles: [String] = [], isVerbose: Bool = false,
    time: String = ""
  ) {
    self.time = time
    self.server = server
    self.serverVersion = serverVersion
    self.skippedFiles = skippedFiles
    self.isVerbose = isVerbose
  }
}
