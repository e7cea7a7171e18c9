package import Model

/// Something in a blueprint that another version of authentik refuses, ignores or reads otherwise.
package struct UpgradeFinding: Sendable {
  /// What becomes of it.
  package enum Rewriting: Sendable, Hashable {
    /// A rewrite is known, and sure.
    case sure
    /// A rewrite is known, and is made on request only.
    case onRequest
    /// A rewrite is known, and does not fit here. The reason completes "it is not rewritten, since …".
    case blocked(String)
    /// A person has to decide.
    case none
  }

  /// What changed, such as `renamed`: a raw value of `VersionChange.Change`. Otherwise `ignored` or `refused` by the
  /// version's catalog.
  package let code: String
  package let severity: Diagnostic.Severity
  package let message: String
  package let location: SourceLocation
  /// The version that changed it. Nil if no rule says so.
  package let since: String?
  package let certainty: VersionChange.Certainty
  package internal(set) var rewriting: Rewriting

  /// What became of the file.
  package enum Outcome: Sendable {
    /// Its new text was not to be written.
    case open
    case written
    /// Its new text is not written, since the version refuses it.
    case refused
  }

  /// The finding with what becomes of it, for a report.
  package func diagnostic(_ outcome: Outcome = .open) -> Diagnostic {
    let end =
      switch rewriting {
      case .sure:
        switch outcome {
        case .open: "; --write rewrites it"
        case .written: " (rewritten)"
        case .refused: ""
        }
      case .onRequest: "; --write --inferred rewrites it"
      case .blocked(let reason): "; it is not rewritten, since \(reason)"
      case .none: ""
      }
    return Diagnostic(severity, message + end, at: location, strict: severity == .warning)
  }
}
