import Model
import Testing

@testable import Operations

struct VersionedFindingsTests {
  private static func finding(_ message: String, _ file: String, _ line: Int) -> Diagnostic {
    .warning(message, at: SourceLocation(file: file, line: line, column: 1), strict: true)
  }

  private static func merged(_ found: [(name: String, version: String, diagnostics: [Diagnostic])])
    -> [Diagnostic]
  {
    VersionedFindings.merged(
      found.map { VersionedFindings.Found(name: $0.name, version: $0.version, diagnostics: $0.diagnostics) })
  }

  @Test func nameTheVersionsUnlessTheyHoldForAll() {
    let everywhere = Self.finding("everywhere", "a.yaml", 3)
    let old = Self.finding("old", "a.yaml", 1)
    let twice = Self.finding("twice", "b.yaml", 2)
    let nowhere = Diagnostic.error("no place", at: nil)
    let merged = Self.merged([
      (name: "2025.8", version: "2025.8.6", diagnostics: [everywhere, old, nowhere]),
      ("2025.10", "2025.10.4", [everywhere, twice, nowhere]),
      ("2025.12", "2025.12.0", [everywhere, twice, twice, nowhere]),
    ])
    #expect(
      merged.map { "\($0.location?.description ?? "") \($0.message)" } == [
        "a.yaml:1:1 old (authentik 2025.8)", "a.yaml:3:1 everywhere",
        "b.yaml:2:1 twice (authentik 2025.10, 2025.12)", " no place",
      ])
    #expect(merged.prefix(3).map(\.strict) == [true, true, true])
  }

  /// A message that names the version is the same finding for another version.
  @Test func areOneWhateverTheVersionInTheMessage() {
    func ignored(_ version: String) -> Diagnostic {
      Self.finding("`x` is ignored in \(version)", "a.yaml", 1)
    }
    let found = [
      (name: "2025.8", version: "2025.8.6", diagnostics: [ignored("2025.8.6")]),
      ("2025.10", "2025.10.4", [ignored("2025.10.4")]),
    ]
    #expect(Self.merged(found).map(\.message) == ["`x` is ignored in 2025.8.6 and 2025.10.4"])
    let some = found + [("2025.12", "2025.12.0", [])]
    #expect(
      Self.merged(some).map(\.message) == [
        "`x` is ignored in 2025.8.6 and 2025.10.4 (authentik 2025.8, 2025.10)"
      ])
  }

  @Test func ofOneVersionStayAsTheyAre() {
    let findings = [Self.finding("b", "a.yaml", 9), Self.finding("a", "a.yaml", 1)]
    #expect(Self.merged([("2025.8", "2025.8.6", findings)]) == findings)
    #expect(Self.merged([]).isEmpty)
  }
}
