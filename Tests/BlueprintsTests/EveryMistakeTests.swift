import Blueprints
import Catalog
import Model
import OrderedCollections
import Testing

/// One run reports all mistakes of an entry.
@Suite struct EveryMistakeTests {
  private static let other = "attrs: {is_superuser: perhaps, nmae: x, parents: [y]}"

  private static let others = [
    "`is_superuser` is `perhaps`; expected a boolean", "unknown field `nmae`; did you mean `name`?",
    "`parents[0]` is `y`; expected a UUID",
  ]

  @Test(arguments: [
    ("identifiers: {name: !KeyOf nobody}", 1), ("identifiers: {name: !Nonsense x}", 1),
    ("identifiers: {nmea: x}", 1), ("identifiers: {}", 1),
    ("identifiers: {name: g}, state: !Context [s, nonsense]", 1),
    ("identifiers: {name: g}, conditions: [!KeyOf nobody]", 1),
    ("identifiers: {name: g}, permissions: [x]", 1), ("identifiers: {name: g, is_superuser: maybe}", 1),
  ])
  func whateverElseIsWrong(part: String, count: Int) throws {
    let desired = try BlueprintText.desired(
      "entries:\n- {model: authentik_core.group, \(part), \(Self.other)}\n")
    let messages = desired.diagnostics.map(\.message)
    let expected = part.contains("maybe") ? Array(Self.others.dropFirst()) : Self.others
    #expect(Set(messages).isSuperset(of: expected), "\(messages)")
    #expect(messages.count == expected.count + count, "\(messages)")
  }

  @Test func aBadTagInOneFieldHidesNoOtherField() throws {
    let desired = try BlueprintText.desired(
      "entries:\n- {model: authentik_core.group, identifiers: {name: g}, attrs: {attributes: !KeyOf x, is_superuser: perhaps, nmae: x}}\n"
    )
    #expect(
      desired.diagnostics.map(\.message) == [
        "no entry of this file has the id `x`", Self.others[0], Self.others[1],
      ])
    #expect(desired.entries.isEmpty)
  }

  @Test func theTagsOfAnUnknownModelAreLookedAt() throws {
    let desired = try BlueprintText.desired(
      "entries:\n- {model: nonsense.at_all, identifiers: {name: !KeyOf x}, attrs: {a: !Nonsense y}}\n")
    #expect(desired.diagnostics.map(\.severity) == [.error, .error, .error])
  }
}
