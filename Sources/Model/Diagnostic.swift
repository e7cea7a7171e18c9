/// Something that a user should know about their input: where, what, and what to do next.
///
/// Diagnostics are collected, so that one run reports all of them; a thrown error means that the run
/// cannot go on.
package struct Diagnostic: Sendable, Hashable {
  package enum Severity: String, Sendable, Hashable {
    case error, warning, note
  }

  package var severity: Severity
  package let message: String
  /// Nil if the matter has no place in a file, such as an answer of the server.
  package let location: SourceLocation?
  /// True if `--strict` makes an error of this warning.
  package let strict: Bool
  /// True if it is about one entry, without which the others of the set are as they were.
  package var isOfOneEntry = false
  /// False if the line of the source must not be shown, since it holds a secret.
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

  /// A warning; `strict` tells that `--strict` makes an error of it.
  package static func warning(_ message: String, at location: SourceLocation?, strict: Bool = false)
    -> Diagnostic
  {
    Diagnostic(.warning, message, at: location, strict: strict)
  }

  package static func note(_ message: String, at location: SourceLocation?) -> Diagnostic {
    Diagnostic(.note, message, at: location)
  }
}

extension Sequence<Diagnostic> {
  package var hasErrors: Bool { contains { $0.severity == .error } }

  /// The same diagnostics, with those errors that are warnings unless the run is strict.
  package func asStrict(_ strict: Bool) -> [Diagnostic] {
    map { diagnostic in
      var copy = diagnostic
      if strict, copy.strict, copy.severity == .warning { copy.severity = .error }
      return copy
    }
  }
}
