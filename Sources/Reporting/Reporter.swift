package import Model
package import Planning

/// Renders what a command has to say in one output format; it only renders.
package protocol Reporter: Sendable {
  /// What is wrong with the input, for a command that goes on to say more.
  func diagnostics(_ diagnostics: [Diagnostic]) -> Report
  /// The same for an apply, whose events follow.
  func findings(_ diagnostics: [Diagnostic]) -> Report
  /// The whole answer of `validate`.
  func validation(_ validation: Validation) -> Report
  func plan(_ plan: Plan, context: PlanContext) -> Report
  func drift(_ drift: Drift, context: PlanContext) -> Report
  func event(_ event: ApplyEvent) -> Report
  func outcome(_ outcome: ApplyOutcome) -> Report
}

extension Reporter {
  package func findings(_ diagnostics: [Diagnostic]) -> Report { self.diagnostics(diagnostics) }
}

extension Validation {
  /// `3 entries in 1 file: valid`, or how many errors and warnings there are.
  var verdict: String {
    let errors = diagnostics.count { $0.severity == .error }
    let warnings = diagnostics.count { $0.severity == .warning }
    return "\(counted(entryCount, "entry", "entries")) in \(counted(fileCount, "file")): "
      + (errors == 0 && warnings == 0
        ? "valid" : "\(counted(errors, "error")), \(counted(warnings, "warning"))")
  }
}

/// What `validate` found.
package struct Validation: Sendable {
  package let diagnostics: [Diagnostic]
  package let fileCount: Int
  package let entryCount: Int
  package let skippedFiles: [String]

  package init(diagnostics: [Diagnostic], fileCount: Int, entryCount: Int, skippedFiles: [String]) {
    self.diagnostics = diagnostics
    self.fileCount = fileCount
    self.entryCount = entryCount
    self.skippedFiles = skippedFiles
  }
}

/// What a reader of a plan should know besides its changes.
package struct PlanContext: Sendable {
  package let server: String
  package let serverVersion: String
  package let skippedFiles: [String]
  /// True if everything is listed, unchanged objects too.
  package let isVerbose: Bool

  package init(server: String, serverVersion: String, skippedFiles: [String] = [], isVerbose: Bool = false) {
    self.server = server
    self.serverVersion = serverVersion
    self.skippedFiles = skippedFiles
    self.isVerbose = isVerbose
  }
}
