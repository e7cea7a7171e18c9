package import Model

/// A part of a blueprint that a newer authentik refuses, ignores or reads differently.
package struct UpgradeFinding: Sendable {
  /// Whether it can be rewritten.
  package enum Rewriting: Sendable, Hashable {
    /// There is a sure rewrite.
    case sure
    /// There is an inferred rewrite, which is only made on request.
    case onRequest
    /// The rewrite is not possible here. The reason completes "flowform does not rewrite it, because …".
    case blocked(String)
    /// The user has to decide.
    case none
  }

  /// The kind of change: a raw value of `VersionChange.Change`. It is `ignored` or `refused` if only the catalog objects.
  package let code: String
  package let severity: Diagnostic.Severity
  package let message: String
  package let location: SourceLocation
  /// The version that changed it. Nil if no row names it.
  package let since: String?
  package let certainty: VersionChange.Certainty
  package internal(set) var rewriting: Rewriting

  /// What became of the file.
  package enum Outcome: Sendable {
    /// It has not been written.
    case open
    case written
    /// It is not written, because the version refuses its new text.
    case refused
  }

  /// The finding as a diagnostic. Its message says whether it is rewritten.
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
      case .blocked(let reason): "; flowform does not rewrite it, because \(reason)"
      case .none: ""
      }
    return Diagnostic(severity, message + end, at: location, strict: severity == .warning)
  }
}
