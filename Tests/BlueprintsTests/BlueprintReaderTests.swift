import Blueprints
import Model
import OrderedCollections
import TestSupport
import Testing
import YAML

@Suite struct BlueprintReaderTests {
  private static func read(_ text: String) -> (blueprint: Blueprint?, diagnostics: [Diagnostic]) {
    BlueprintReader.read(SourceText(file: "b.yaml", bytes: Array(text.utf8)))
  }

  @Test func readsEverythingThatABlueprintHas() throws {
    let (blueprint, diagnostics) = Self.read(
      """
      version: 1
      metadata:
        name: Login
        labels:
          blueprints.goauthentik.io/instantiate: "false"
          number: 5
      context: {a: 1}
      entries:
      - model: authentik_flows.flow
        id: flow
        state: created
        conditions: [true]
        identifiers: {slug: a}
        attrs: {name: A}
        permissions: [{permission: view_flow, role: r}]
      """)
    #expect(diagnostics.isEmpty)
    let found = try #require(blueprint)
    #expect(found.name == "Login" && found.file == "b.yaml" && found.context != nil)
    #expect(found.labels["number"] == "5" && !found.isInstantiable)
    let entry = try #require(found.entries.first)
    #expect(entry.id == "flow" && entry.conditions.count == 1 && entry.permissions.count == 1)
    #expect(entry.location == Model.SourceLocation(file: "b.yaml", line: 9, column: 3))
  }

  @Test(arguments: [
    ("{}", 0), ("entries: []", 0), ("metadata: null\nentries: [{model: a.b}]", 1),
    ("metadata: {name: x, labels: null}", 0),
    ("entries: {b: [{model: a.b}], a: [{model: c.d}, {model: e.f}]}", 3),
    (
      "entries:\n- {model: a.b, id: null, state: ~, identifiers: null, attrs: null, conditions: null, permissions: null}",
      1
    ),
    ("version: 1.0", 0), ("entries: [{model: a.b, id: 5}]", 1),
  ])
  func takes(text: String, entryCount: Int) throws {
    let (blueprint, diagnostics) = Self.read(text)
    #expect(diagnostics.isEmpty)
    #expect(try #require(blueprint).entries.count == entryCount)
  }

  @Test func keepsSectionsInTheOrderOfTheDocument() throws {
    let blueprint = try #require(Self.read("entries: {b: [{model: a.b}], a: [{model: c.d}]}").blueprint)
    #expect(blueprint.entries.map { $0.model.literal } == ["a.b", "c.d"])
  }

  @Test(arguments: [
    ("empty", ""), ("text", "hello"), ("list", "- a"), ("version", "version: 2"),
    ("version-text", "version: '1'"),
    ("metadata-text", "metadata: x"), ("metadata-nameless", "metadata: {labels: {}}"),
    ("labels", "metadata: {name: a, labels: x}"),
    ("context", "context: [1]"), ("entries-text", "entries: x"), ("section", "entries: {a: 1}"),
    ("entry-text", "entries: [x]"), ("no-model", "entries:\n- identifiers: {slug: a}"),
    ("id", "entries: [{model: a.b, id: [1]}]"), ("state", "entries: [{model: a.b, state: presnt}]"),
    ("state-list", "entries: [{model: a.b, state: []}]"),
    ("identifiers", "entries: [{model: a.b, identifiers: x}]"),
    ("attrs", "entries: [{model: a.b, attrs: [1]}]"),
    ("conditions", "entries: [{model: a.b, conditions: true}]"),
    ("permissions", "entries: [{model: a.b, permissions: {}}]"),
    ("unknown-key", "entrys: []"), ("unknown-entry-key", "entries:\n- model: a.b\n  identifier: {slug: x}"),
    ("unknown-metadata-key", "metadata: {name: x, label: {}}"), ("twice", "version: 1\nversion: 1"),
    ("list-as-key", "? [a]\n: 1"), ("tagged", "!Context x"), ("yaml", "a: [1"), ("merge", "<<: 5"),
  ])
  func saysWhatIsWrong(name: String, text: String) {
    Snapshot.expect("\(text)\n---\n\(BlueprintText.lines(Self.read(text).diagnostics))", name)
  }

  @Test func reportsEveryMistakeAtOnce() {
    let text = "version: 3\nmetadata: {}\nentries:\n- {}\n- {model: a.b, state: x}\n- {model: c.d}\n"
    let (blueprint, diagnostics) = Self.read(text)
    #expect(blueprint?.entries.count == 1)
    #expect(diagnostics.map { $0.location?.line } == [1, 2, 4, 5])
  }

  @Test func saysInTheOrderOfALongFileWhatIsWrongWithIt() throws {
    let lines = (0..<1000).map { $0 % 300 == 7 ? "- {a: b}\n" : "- {model: a.b, id: e\($0)}\n" }
    let (blueprint, diagnostics) = Self.read("entries:\n" + lines.joined() + "unknown: 1\n")
    let places = diagnostics.compactMap(\.location?.line)
    #expect(places == [1002] + [9, 9, 309, 309, 609, 609, 909, 909])
    #expect(try #require(blueprint).entries.count == 996)
  }

  @Test func keepsTheOrderOfALongFile() throws {
    let names = (0..<1000).map { "e\($0)" }
    let text = "entries:\n" + names.map { "- {model: a.b, id: \($0)}\n" }.joined()
    let (blueprint, diagnostics) = Self.read(text)
    #expect(diagnostics.isEmpty)
    #expect(try #require(blueprint).entries.map(\.id) == names)
  }

  @Test func ofTwoListsOfEntriesTheLastOneWins() throws {
    let long = (0..<600).map { "- {model: a.b, id: e\($0)}\n" }.joined()
    let (blueprint, diagnostics) = Self.read("entries:\n" + long + "entries:\n- {model: c.d, id: last}\n")
    #expect(diagnostics.count == 1 && diagnostics.first?.message.contains("appears twice") == true)
    #expect(try #require(blueprint).entries.map(\.id) == ["last"])
  }
}
