import Model

/// Keeps what is said of one file to what somebody can read, since a file can hold a mistake in every byte.
///
/// Beyond the limit only the first of a severity is let through, so that the verdict stays what it is.
struct FindingLimit {
  static let count = 1000

  private struct Severity: Hashable {
    let severity: Diagnostic.Severity
    let isStrict: Bool
  }

  private var found = 0
  private var severities: Set<Severity> = []

  var isReached: Bool { found >= Self.count }

  /// What to say of a finding: the finding, once that there are more than are told, or nothing.
  mutating func admit(_ diagnostic: Diagnostic) -> Diagnostic? {
    found += 1
    let severity = Severity(severity: diagnostic.severity, isStrict: diagnostic.strict)
    if severities.insert(severity).inserted || found <= Self.count { return diagnostic }
    guard found == Self.count + 1 else { return nil }
    return .note(
      "more than \(Self.count) findings in this file; those from here on are not listed",
      at: diagnostic.location)
  }
}

extension [Diagnostic] {
  /// Adds what is wrong with a map, of thousands of keys only with the first.
  mutating func addOfMap(_ diagnostic: Diagnostic) {
    guard count < FindingLimit.count || (diagnostic.severity == .error && last?.severity != .error) else {
      return
    }
    append(diagnostic)
  }
}
