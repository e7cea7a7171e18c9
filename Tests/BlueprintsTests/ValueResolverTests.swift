import Blueprints
import Catalog
import Foundation
import Model
import OrderedCollections
import TestSupport
import Testing

@Suite struct ValueResolverTests {
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

  /// What authentik's own loader makes of blueprints whose entries hold no tag of its own.
  @Test(.needsSharedMaterial) func agreesWithAuthentiksLoader() throws {
    var (results, errors) = (0, 0)
    for line in try SharedMaterial.bytes("recordings/tags.jsonl").split(separator: 0x0A) {
      let row = try JSONReader.read(Array(line))
      let text = try #require(row["yaml"]?.string)
      let entries = text.split(separator: "\nentries:", maxSplits: 1).last.map(String.init) ?? text
      guard !entries.contains(/![A-Za-z]/) else { continue }
      let desired = try BlueprintText.desired(text)
      guard let expected = row["result"]?.list else {
        #expect(desired.diagnostics.hasErrors, "\(entries)")
        errors += 1
        continue
      }
      // JSON has no such number, and the loader does not know which states there are.
      if entries.contains(".inf") || entries.contains("nonsense") { continue }
      guard desired.entries.count == expected.count else {
        Issue.record("\(entries)\(BlueprintText.lines(desired.diagnostics))")
        continue
      }
      for (entry, wanted) in zip(desired.entries, expected) {
        #expect(.string(entry.model) == wanted["model"], "\(entries)")
        #expect(.string(entry.state.rawValue) == wanted["state"], "\(entries)")
        #expect(.bool(entry.isEnabled) == wanted["conditions"], "\(entries)")
        #expect(.map(entry.identifiers) == wanted["identifiers"], "\(entries)")
        let fields = (wanted["attrs"]?.map ?? [:]).merging(wanted["identifiers"]?.map ?? [:]) { $1 }
        #expect(.map(entry.values) == .map(fields), "\(entries)")
        results += 1
      }
    }
    #expect(results > 40)
    #expect(errors > 5)
  }
}
