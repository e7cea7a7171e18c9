package import Model

/// Limits the findings of one file to a readable number, since a file can have a mistake in every byte.
///
/// Beyond the limit, only the first finding of each severity is listed. The result of the check stays the same.
package struct FindingLimit {
  static let count = 1000

  private struct Severity: Hashable {
    let severity: Diagnostic.Severity
    let isStrict: Bool
  }

  private var found = 0
  private var severities: Set<Severity> = []

  package init() {}

  var isReached: Bool { found >= Self.count }

  /// Returns the finding, a single "more not shown" note, or nil.
  package mutating func admit(_ diagnostic: Diagnostic) -> Diagnostic? {
    found += 1
    let severity = Severity(severity: diagnostic.severity, isStrict: diagnostic.strict)
    if severities.insert(severity).inserted || found <= Self.count { return diagnostic }
    guard found == Self.count + 1 else { return nil }
    return .note(
      "this file has more than \(Self.count) findings; the rest is not listed",
      at: diagnostic.location)
  }
}

extension [Diagnostic] {
  /// Adds a finding about a map. Of a map with thousands of mistakes, only the first ones are kept.
  mutating func addOfMap(_ diagnostic: Diagnostic) {
    guard count < FindingLimit.count || (diagnostic.severity == .error && last?.severity != .error) else {
      return
    }
    append(diagnostic)
  }
}
