/// A finding about the user's input: where, what, and what to do next.
///
/// Diagnostics are collected, so that one run reports all of them. A thrown error means that the run cannot
/// continue.
package struct Diagnostic: Sendable, Hashable {
  package enum Severity: String, Sendable, Hashable {
    case error, warning, note
  }

  package var severity: Severity
  package let message: String
  /// Nil if it has no place in a file, such as an answer of the server.
  package let location: SourceLocation?
  /// True if `--strict` makes this warning an error.
  package let strict: Bool
  /// True if it is about a single entry and does not affect the others.
  package var isOfOneEntry = false
  /// False if the source line must not be shown because it holds a secret.
  package var showsLine = true

  package init(_ severity: Severity, _ message: String, at location: SourceLocation?, strict: Bool = false) {
    self.severity = severity
    self.message = message
    self.location = location
    self.strict = strict
  }

  package static func error(_ message: String, at location: SourceLocation?) -> Diagnostic {
    Diagnostic(.error, message, at: location)
  }

  /// A warning; `strict` means that `--strict` makes it an error.
  package static func warning(_ message: String, at location: SourceLocation?, strict: Bool = false)
    -> Diagnostic
  {
    Diagnostic(.warning, message, at: location, strict: strict)
  }

  package static func note(_ message: String, at location: SourceLocation?) -> Diagnostic {
    Diagnostic(.note, message, at: location)
  }
}

extension Diagnostic {
  /// The same diagnostic with another message.
  package func saying(_ message: String) -> Diagnostic {
    var copy = Diagnostic(severity, message, at: location, strict: strict)
    copy.isOfOneEntry = isOfOneEntry
    copy.showsLine = showsLine
    return copy
  }
}

extension Sequence<Diagnostic> {
  package var hasErrors: Bool { contains { $0.severity == .error } }

  /// True if every error is about a single entry, so the rest can be applied.
  package var haveErrorsOfEntriesOnly: Bool { allSatisfy { $0.severity != .error || $0.isOfOneEntry } }

  /// The diagnostics; if `strict` is true, strict warnings become errors.
  package func asStrict(_ strict: Bool) -> [Diagnostic] {
    map { diagnostic in
      var copy = diagnostic
      if strict, copy.strict, copy.severity == .warning { copy.severity = .error }
      return copy
    }
  }
}
