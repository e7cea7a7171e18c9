import Blueprints
import Catalog
import Model
import OrderedCollections
import TestSupport
import Testing

@Suite struct StandardTagTests {
  /// Each row was compared with PyYAML 6.0.3.
  @Test(
    arguments: [
      ("!!str 12", "12"), ("! \"12\"", 12), ("! x", "x"), ("!!int \"017\"", 15), ("!!int 1:30", 90),
      ("!!float 3", .double(3)),
      ("!!float 1e3", .double(1000)), ("!!bool Yes", true), ("!!bool \"off\"", false), ("!!null x", nil),
      ("!!str", ""),
      ("!!timestamp 2001-01-01", "2001-01-01"), ("!!seq [1]", [1]), ("!!map {a: 1}", ["a": 1]),
      ("\"12\"", "12"),
      ("'yes'", "yes"), ("[1, [a, {b: ~}]]", [1, ["a", ["b": nil]]]),
    ] as [(String, Value)])
  func readsStandardTags(text: String, value: Value) throws {
    let desired = try BlueprintText.desired(
      "entries:\n- model: authentik_flows.flow\n  identifiers: {slug: a}\n  attrs:\n    v: \(text)\n")
    #expect(try #require(desired.entries.first).values["v"] == value)
  }

  @Test(arguments: [
    "!!bool y", "!!int \"3.0\"", "!!int x", "!!float x", "!!seq {a: 1}", "!!map [1]", "!!set {a}",
    "!!binary aGk=", "!Nonsense x",
    ".nan", "-.inf", "[.inf]", "0b_",
  ])
  func refuses(text: String) throws {
    let desired = try BlueprintText.desired(
      "entries:\n- model: authentik_flows.flow\n  identifiers: {slug: a}\n  attrs:\n    v: \(text)\n")
    #expect(desired.entries.isEmpty)
    #expect(desired.diagnostics.contains { $0.severity == .error && $0.location?.line == 5 })
  }
}
