package import Model

/// The findings of an upgrade, and what became of them.
package struct UpgradeResult: Sendable {
  package struct File: Sendable {
    package let source: SourceText
    package let findings: [UpgradeFinding]
    /// The new text; nil if there is none.
    package let rewritten: [UInt8]?
    /// The errors of the new text. A file with errors is not written.
    package let errors: [Diagnostic]
    package var isWritten = false

    package init(
      source: SourceText, findings: [UpgradeFinding], rewritten: [UInt8]?, errors: [Diagnostic]
    ) {
      self.source = source
      self.findings = findings
      self.rewritten = rewritten
      self.errors = errors
    }

    package var outcome: UpgradeFinding.Outcome { isWritten ? .written : errors.isEmpty ? .open : .refused }
  }

  package var files: [File]
  /// Why some files cannot be read.
  package let diagnostics: [Diagnostic]
  package let entryCount: Int

  package init(files: [File], diagnostics: [Diagnostic], entryCount: Int) {
    self.files = files
    self.diagnostics = diagnostics
    self.entryCount = entryCount
  }

  /// True if only notes are left.
  package var isDone: Bool {
    files.allSatisfy { file in
      file.findings.allSatisfy { finding in
        finding.isSettled(isWritten: file.isWritten)
      }
    }
  }

  /// True if a file cannot be read, or its new text has errors.
  package var hasErrors: Bool { diagnostics.hasErrors || files.contains { !$0.errors.isEmpty } }
}

extension UpgradeFinding {
  /// True if the user has nothing to do about it.
  fileprivate func isSettled(isWritten: Bool) -> Bool {
    switch rewriting {
    case .sure: isWritten
    case .onRequest, .blocked, .none: severity == .note
    }
  }
}
