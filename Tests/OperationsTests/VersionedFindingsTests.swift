import Model
import Testing

@testable import Operations

struct VersionedFindingsTests {
  private static func finding(_ message: String, _ file: String, _ line: Int) -> Diagnostic {
    .warning(message, at: SourceLocation(file: file, line: line, column: 1), strict: true)
  }

  private static func lines(_ found: [(version: String, diagnostics: [Diagnostic])]) -> [String] {
    VersionedFindings.merged(found).map { "\($0.location?.description ?? "") \($0.message)" }
  }

  @Test func nameTheVersionsUnlessTheyHoldForAll() {
    let everywhere = Self.finding("everywhere", "a.yaml", 3)
    let old = Self.finding("old", "a.yaml", 1)
    let twice = Self.finding("twice", "b.yaml", 2)
    let nowhere = Diagnostic.error("no place", at: nil)
    let found = [
      (version: "2025.8", diagnostics: [everywhere, old, nowhere]),
      ("2025.10", [everywhere, twice, nowhere]), ("2025.12", [everywhere, twice, twice, nowhere]),
    ]
    #expect(
      Self.lines(found) == [
        "a.yaml:1:1 old (authentik 2025.8)", "a.yaml:3:1 everywhere",
        "b.yaml:2:1 twice (authentik 2025.10, 2025.12)", " no place",
      ])
    #expect(VersionedFindings.merged(found).prefix(3).map(\.strict) == [true, true, true])
  }

  @Test func ofOneVersionStayAsTheyAre() {
    let findings = [Self.finding("b", "a.yaml", 9), Self.finding("a", "a.yaml", 1)]
    #expect(VersionedFindings.merged([("2025.8", findings)]) == findings)
    #expect(VersionedFindings.merged([]).isEmpty)
  }
}
