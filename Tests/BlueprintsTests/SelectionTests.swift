import Blueprints
import Catalog
import Model
import OrderedCollections
import Testing

/// The names that `--only` accepts.
@Suite struct SelectionTests {
  private static func desired(_ names: [String], _ more: String = "") throws -> DesiredSet {
    let group = "model: authentik_core.group"
    let texts = [
      (
        "sub/a.yaml",
        "entries:\n- {\(group), id: one, identifiers: {name: a}}\n- {\(group), identifiers: {name: b b}}\n"
      ),
      (
        "c.yaml",
        "entries:\n- {model: authentik_rbac.role, id: two, identifiers: {name: c}}\n- {\(group), identifiers: {nmae: d}}\n"
      ),
    ]
    return try BlueprintText.desired(
      texts.map { BlueprintText.file($0.1, $0.0) },
      options: BlueprintText.options { $0.only = Selection(names) })
  }

  @Test(
    arguments: [
      (["authentik_rbac.role"], ["c"]), (["Authentik_RBAC.Role"], ["c"]), (["one"], ["a"]),
      (["one", "two"], ["a", "c"]), (["authentik_core.group[name=a]"], ["a"]),
      (["authentik_core.group[name=\"b b\"]"], ["b b"]), (["a.yaml"], ["a", "b b"]),
      (["sub/a.yaml"], ["a", "b b"]), (["./sub/a.yaml"], ["a", "b b"]),
      (["one", "authentik_rbac.role[name=c]"], ["a", "c"]),
    ] as [([String], [String])])
  func namesMeanEntries(names: [String], expected: [String]) throws {
    let desired = try Self.desired(names)
    #expect(desired.entries.compactMap { $0.identifiers["name"]?.string } == expected)
    // The mistake of an entry that is not selected does not matter.
    #expect(desired.diagnostics.isEmpty && desired.namesOfNothing.isEmpty)
  }

  @Test(arguments: ["three", "authentik_core.group[name=z]", "b.yaml", "ub/a.yaml", "authentik_core.grop"])
  func whatANameDoesNotMeanIsSaid(name: String) throws {
    let desired = try Self.desired([name, "one", "authentik_flows.flow"])
    #expect(desired.namesOfNothing == [name] && desired.entries.count == 1)
  }

  @Test func recordsAreSelectedAlike() {
    let address = ResourceAddress(model: "authentik_core.group", identifiers: [(key: "name", value: "a")])
    let record = ResourceRecord(
      kind: "authentik_core.group", primaryKey: "k", origin: .created, source: "sub/a.yaml", entryID: "one",
      identifiers: ["name": "a"], applied: [:])
    for name in ["authentik_core.group", "authentik_core.group[name=a]", "one", "a.yaml"] {
      #expect(Selection([name]).covers(address, record))
    }
    #expect(Selection().covers(address, record) && !Selection(["two", "b.yaml"]).covers(address, record))
  }
}
