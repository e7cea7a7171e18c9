import Model
import OrderedCollections
import Testing

@testable import Blueprints

@Suite struct MapPairsTests {
  private static func values(_ fields: String) throws -> ValueMap {
    let desired = try BlueprintText.desired(
      "entries:\n- model: authentik_flows.flow\n  identifiers: {slug: a}\n  attrs: {v: \(fields)}\n")
    return try #require(desired.entries.first?.values["v"]?.map)
  }

  /// Each row was compared with PyYAML 6.0.3.
  @Test(
    arguments: [
      ("{<<: {a: 1, b: 2}, b: 3}", ["a": 1, "b": 3]), ("{b: 3, <<: {b: 2}}", ["b": 3]),
      ("{<<: [{a: 1}, {a: 2, b: 2}]}", ["a": 1, "b": 2]), ("{<<: {a: 1}, <<: {a: 2}}", ["a": 2]),
      ("{<<: {<<: {a: 1, b: 1}, b: 2}, c: 3}", ["a": 1, "b": 2, "c": 3]), ("{'<<': 1}", ["<<": 1]),
      ("{x: &x {a: 1}, y: {<<: *x, b: 2}}", ["x": ["a": 1], "y": ["a": 1, "b": 2]]),
      ("{a: 1, a: 2}", ["a": 2]), ("{=: 1}", ["=": 1]), ("{true: 1, yes: 2, 'true': 3}", ["true": 3]),
      (
        "{1: a, 0x1F: b, 1.5: c, ~: d, 2001-01-01: e}",
        ["1": "a", "31": "b", "1.5": "c", "null": "d", "2001-01-01": "e"]
      ),
      ("{a, b}", ["a": nil, "b": nil]),
    ] as [(String, ValueMap)])
  func areThoseOfPyYAML(text: String, expected: ValueMap) throws {
    #expect(Value.map(try Self.values(text)) == .map(expected))
  }

  @Test(arguments: [
    "{<<: 5}", "{<<: [5]}", "{<<: [{a: 1}, x]}", "{<<: !Context a}", "{? [1] : 2}", "{? {a: 1} : 2}",
  ])
  func refuseWhatPyYAMLRefuses(text: String) throws {
    let desired = try BlueprintText.desired(
      "entries:\n- model: authentik_flows.flow\n  identifiers: {slug: a}\n  attrs: {v: \(text)}\n")
    #expect(desired.entries.isEmpty)
    #expect(desired.diagnostics.hasErrors)
  }

  @Test func namesBothPlacesOfAKeyThatStandsTwice() throws {
    let desired = try BlueprintText.desired(
      "entries:\n- model: authentik_flows.flow\n  identifiers: {slug: a}\n  attrs:\n    name: A\n    title: T\n    name: B\n"
    )
    #expect(
      BlueprintText.lines(desired.diagnostics).hasPrefix(
        "warning 7:5 the key `name` appears twice in this map, first at line 5, column 5; the last one wins\n"
      )
    )
  }

  @Test func findsKeysOfALargeMap() throws {
    let names = (0..<100).map { "k\($0)" }
    let text = "{" + names.map { "\($0): 1" }.joined(separator: ", ") + ", k7: 2}"
    let values = try Self.values(text)
    #expect(Array(values.keys) == names)
    #expect(values["k7"] == 2)
  }

  /// Unicode treats both spellings as equal, and so does every map of Swift texts.
  @Test(arguments: [2, 20])
  func twoSpellingsOfOneTextAreOneKey(count: Int) throws {
    let others = (2..<count).map { "k\($0): 0, " }.joined()
    let text = "{\(others)\u{E9}: 1, e\u{301}: 2}"
    let values = try Self.values(text)
    #expect(values.count == count - 1 && values["\u{E9}"] == 2)
    let desired = try BlueprintText.desired(
      "entries:\n- model: authentik_flows.flow\n  identifiers: {slug: a}\n  attrs: \(text)\n")
    #expect(BlueprintText.lines(desired.diagnostics).contains("appears twice in this map"))
  }
}
