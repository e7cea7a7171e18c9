/// A finding about the user's input: where, what, and what to do next.
///
/// Diagnostics are collected, so that one run reports all of them. A thrown error means that the run cannot
/// continue.
package struct Diagnostic: Sendable, Hashable {
  package enum Severity: String, Sendable, Hashable {
    case error, warning, note
  }

  /// What a finding is about. `Findings.md` explains each code.
  package enum Code: String, Sendable, Hashable, CaseIterable {
    /// The file is not YAML.
    case syntax
    /// The form of a blueprint or of an entry.
    case blueprint
    case model, field, value
    /// Fields that a create needs.
    case required
    case tag
    /// `!KeyOf`, `!Find` and primary keys.
    case reference
    /// Identifiers, and objects that are described twice.
    case identity
    /// Entries or blueprints that depend on each other.
    case order
    /// Files and folders that cannot be read.
    case files
    /// Tests of flows, in `*.flowtest.yaml`.
    case test
  }

  package struct Related: Sendable, Hashable {
    package let location: SourceLocation
    package let message: String

    package init(_ location: SourceLocation, _ message: String) {
      self.location = location
      self.message = message
    }
  }

  package var severity: Severity
  package let message: String
  /// Nil if it has no place in a file, such as an answer of the server.
  package let location: SourceLocation?
  /// True if `--strict` makes this warning an error.
  package let strict: Bool
  /// True if it is about a single entry and does not affect the others.
  package var isOfOneEntry = false
  /// What the finding is about, for documentation and tools.
  package var code = Code.blueprint
  /// Another place that explains the finding.
  package var related: Related?
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
    copy.code = code
    copy.related = related
    return copy
  }

  /// The same diagnostic with a code, unless it has a more exact one.
  package func about(_ code: Code) -> Diagnostic {
    guard self.code == .blueprint else { return self }
    var copy = self
    copy.code = code
    return copy
  }

  /// The same diagnostic with another place that explains it.
  package func related(_ location: SourceLocation, _ message: String) -> Diagnostic {
    var copy = self
    copy.related = Related(location, message)
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
