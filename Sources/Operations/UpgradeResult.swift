package import Model
package import Upgrading

/// What another version of authentik reads otherwise, and what became of it.
package struct UpgradeResult: Sendable {
  package struct File: Sendable {
    package let source: SourceText
    package let findings: [UpgradeFinding]
    /// The new text; nil if there is none.
    package let rewritten: [UInt8]?
    /// What the version refuses in the new text. Such a file is not written.
    package let errors: [Diagnostic]
    package internal(set) var isWritten = false
  }

  package internal(set) var files: [File]
  /// Why some files cannot be read.
  package let diagnostics: [Diagnostic]
  package let entryCount: Int

  /// True if nothing is left to do, notes apart.
  package var isDone: Bool {
    files.allSatisfy { file in
      file.findings.allSatisfy { finding in
        finding.isSettled(isWritten: file.isWritten)
      }
    }
  }

  /// True if a new text is refused.
  package var hasErrors: Bool { diagnostics.hasErrors || files.contains { !$0.errors.isEmpty } }
}

extension UpgradeFinding {
  /// True if nobody has to do anything about it.
  fileprivate func isSettled(isWritten: Bool) -> Bool {
    switch rewriting {
    case .sure: isWritten
    case .onRequest, .blocked, .none: severity == .note
    }
  }
}
