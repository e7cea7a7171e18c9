import Blueprints
import Model
import Testing

/// Several entries with the same `id`.
@Suite struct SharedNameTests {
  private static func group(_ name: String, _ more: String = "") -> String {
    "- {model: authentik_core.group, id: x, identifiers: {name: \(name)}\(more)}\n"
  }

  @Test func isAWarningThatNamesBothPlaces() throws {
    let text = "entries:\n" + Self.group("a") + Self.group("b") + Self.group("c")
    #expect(
      BlueprintText.lines(try BlueprintText.desired(text).diagnostics) == """
        warning 3:3 the entry at b.yaml:2:3 has the id `x` too, and `!KeyOf x` means that entry; give each entry its own id
        warning 4:3 the entry at b.yaml:2:3 has the id `x` too, and `!KeyOf x` means that entry; give each entry its own id

        """)
    #expect(try BlueprintText.desired(text, isStrict: true).diagnostics.hasErrors)
  }

  @Test(arguments: [", conditions: [false]", ", state: absent", ", conditions: [!Env GONE]"])
  func isFineForEntriesThatNeverApplyTogether(more: String) throws {
    let text = "entries:\n" + Self.group("a") + Self.group("b", more)
    #expect(try BlueprintText.desired(text).diagnostics.isEmpty)
  }
}
