import Blueprints
import Catalog
import Model
import OrderedCollections
import TestSupport
import Testing

@Suite struct DesiredSetTests {
  private static let flow = "model: authentik_flows.flow, identifiers: {slug: a}"
  private static let attrs = "attrs: {name: A, title: T, designation: authentication}"

  @Test(arguments: [
    ("unknown-field", "entries:\n- {\(flow), attrs: {name: A, tilte: T, zzz: 1, designation: recovery}}"),
    ("unknown-identifier", "entries:\n- {model: authentik_flows.flow, identifiers: {slg: a}}"),
    ("made-up-identifier", "entries:\n- {model: authentik_policies.policybinding, identifiers: {named: x}}"),
    (
      "made-up-identifiers",
      "entries:\n- {model: authentik_core.application, identifiers: {zzzzz: x}}\n- {model: authentik_outposts.dockerserviceconnection, identifiers: {zzzzz: x}}"
    ),
    ("no-identifiers", "entries:\n- {model: authentik_flows.flow, attrs: {slug: a}}"),
    ("empty-identifiers", "entries:\n- {model: authentik_flows.flow, identifiers: {}}"),
    (
      "only-pk",
      "entries:\n- {model: authentik_flows.flow, identifiers: {pk: x}, attrs: {slug: a, name: A, title: T, designation: recovery}}"
    ),
    ("only-pk-nameless", "entries:\n- {model: authentik_flows.flow, identifiers: {pk: x}, attrs: {name: A}}"),
    ("choice", "entries:\n- {\(flow), attrs: {name: A, title: T, designation: authentikation}}"),
    (
      "types",
      "entries:\n- {\(flow), attrs: {name: [1], title: {a: 1}, designation: null, compatibility_mode: maybe}}"
    ),
    ("blank", "entries:\n- {\(flow), attrs: {name: '  ', title: '', designation: ''}}"),
    ("slug", "entries:\n- {model: authentik_flows.flow, identifiers: {slug: a b}, \(attrs)}"),
    ("null-character", "entries:\n- {\(flow), attrs: {name: \"a\\0b\", title: T, designation: recovery}}"),
    ("read-only", "entries:\n- {\(flow), attrs: {name: A, title: T, designation: recovery, cache_count: 5}}"),
    ("missing", "entries:\n- {\(flow), attrs: {name: A}}"),
    ("template", "entries:\n- {\(flow), attrs: {name: '${NAME}', title: __TITLE__, designation: recovery}}"),
    (
      "unknown-model",
      "entries:\n- {model: authentik_flow.flow, identifiers: {slug: a}}\n- {model: nothing.at_all}"
    ),
    ("model-number", "entries:\n- {model: 5}\n- {model: null}"),
    (
      "other-models",
      "entries:\n- model: authentik_stages_dummy.dummystage\n- {model: authentik_blueprints.metaapplyblueprint}\n- {model: !Context m}"
    ),
    (
      "tags",
      "entries:\n- model: authentik_flows.flow\n  identifiers:\n    slug: !Context [s, é]\n  attrs:\n    name: A\n    title: !Format [\"%s\", !Env X]\n    designation: [!If [a]]"
    ),
    (
      "tag-state",
      "entries:\n- {\(flow), state: !If [a, present, absent]}\n- {\(flow), conditions: [!KeyOf x]}\n- {\(flow), attrs: !Context x}"
    ),
    (
      "values",
      "entries:\n- {\(flow), attrs: {name: .inf, title: 2001-13-01, designation: =, layout: !!set {a}}}"
    ),
    ("permissions", "entries:\n- {\(flow), \(attrs), permissions: [{permission: p, role: r}]}"),
    ("twice", "entries:\n- {\(flow), \(attrs)}\n- {\(flow), attrs: {title: U}}"),
    ("present-and-absent", "entries:\n- {\(flow), \(attrs)}\n- {\(flow), state: absent}"),
  ])
  func saysWhatIsWrong(name: String, text: String) throws {
    Snapshot.expect("\(text)\n---\n\(BlueprintText.lines(try BlueprintText.desired(text).diagnostics))", name)
  }

  @Test(arguments: ["unknown-field", "read-only", "twice"])
  func strictMakesErrors(name: String) throws {
    let texts = [
      "unknown-field":
        "entries:\n- {\(Self.flow), attrs: {name: A, titel: T, title: T, designation: recovery}}",
      "read-only":
        "entries:\n- {\(Self.flow), attrs: {name: A, title: T, designation: recovery, cache_count: 5}}",
      "twice": "entries:\n- {\(Self.flow), \(Self.attrs)}\n- {\(Self.flow), attrs: {title: U}}",
    ]
    let text = try #require(texts[name])
    #expect(try !BlueprintText.desired(text).diagnostics.hasErrors)
    #expect(try BlueprintText.desired(text, isStrict: true).diagnostics.hasErrors)
  }

  @Test func anEntryIsItsAttributesWithItsIdentifiersLaidOver() throws {
    let desired = try BlueprintText.desired(
      "entries:\n- {model: Authentik_Flows.Flow, id: x, identifiers: {slug: a, name: B}, attrs: {name: A, title: T, designation: recovery}}"
    )
    let entry = try #require(desired.entries.first)
    #expect(desired.diagnostics.isEmpty)
    #expect(entry.address.description == "authentik_flows.flow[name=B,slug=a]")
    #expect(entry.identifiers == ["slug": "a", "name": "B"])
    #expect(Value.map(entry.values) == ["name": "B", "title": "T", "designation": "recovery", "slug": "a"])
    #expect(entry.state == .present && entry.id == "x" && entry.isEnabled)
    #expect(entry.location == Model.SourceLocation(file: "b.yaml", line: 2, column: 3))
  }

  @Test(
    arguments: [
      ("present", .present), ("created", .created), ("must_created", .mustCreated), ("absent", .absent),
    ] as [(String, EntryState)])
  func knowsTheStates(name: String, state: EntryState) throws {
    let desired = try BlueprintText.desired("entries:\n- {\(Self.flow), \(Self.attrs), state: \(name)}")
    #expect(desired.entries.map(\.state) == [state])
  }

  @Test(arguments: [
    ("[true, 1, x, [0], {a: 0}]", true), ("[]", true), ("[true, false]", false), ("[0]", false),
    ("['']", false),
    ("[null]", false), ("[[]]", false), ("[{}]", false), ("[0.0]", false), ("[no]", false),
  ])
  func conditionsAreTrueAsInPython(conditions: String, isEnabled: Bool) throws {
    let desired = try BlueprintText.desired(
      "entries:\n- {\(Self.flow), \(Self.attrs), conditions: \(conditions)}")
    #expect(desired.entries.map(\.isEnabled) == [isEnabled])
  }

  @Test func theLaterOfTwoEntriesWinsFieldByField() throws {
    let desired = try BlueprintText.desired(
      "entries:\n- {\(Self.flow), \(Self.attrs)}\n- {\(Self.flow), attrs: {title: U}, conditions: [false]}\n- {\(Self.flow), attrs: {title: V}, id: z}"
    )
    let entry = try #require(desired.entries.first)
    #expect(desired.entries.count == 1)
    #expect(
      Value.map(entry.values) == ["name": "A", "title": "V", "designation": "authentication", "slug": "a"])
    #expect(entry.location.line == 4 && entry.id == "z")
  }

  @Test func onlyLooksAtTheModelsAskedFor() throws {
    let text =
      "entries:\n- {\(Self.flow), \(Self.attrs)}\n- {model: authentik_rbac.role}\n- {model: nonsense.x}"
    #expect(try BlueprintText.desired(text, only: ["authentik_rbac.role"]).entries.isEmpty)
    let flows = try BlueprintText.desired(text, only: ["authentik_flows.flow"])
    #expect(flows.entries.count == 1 && flows.diagnostics.isEmpty)
  }

  @Test func aWalkLeavesOutWhatDiscoveryDoes() throws {
    let text =
      "metadata: {name: x, labels: {blueprints.goauthentik.io/instantiate: 'False'}}\nentries: [{\(Self.flow), \(Self.attrs)}]"
    let walked = try BlueprintText.desired([BlueprintText.file(text, isNamed: false)])
    #expect(walked.entries.isEmpty && walked.skippedFiles == ["b.yaml"])
    let named = try BlueprintText.desired([BlueprintText.file(text)])
    #expect(named.entries.count == 1 && named.skippedFiles.isEmpty)
  }

  @Test func aSlugMayBeLongerInTheNewerVersion() throws {
    let slug = String(repeating: "s", count: 51)
    let text = "entries:\n- {model: authentik_flows.flow, identifiers: {slug: \(slug)}, \(Self.attrs)}"
    #expect(try BlueprintText.desired(text).diagnostics.isEmpty)
    #expect(
      BlueprintText.lines(try BlueprintText.desired(text, version: .v2024_8).diagnostics)
        == "error 2:53 `slug` has 51 characters; at most 50 are allowed; it is valid from authentik 2025.12 on, but not in 2024.8.2\n"
    )
  }
}
