import Model
import OrderedCollections
import Planning
import Testing

@Suite struct PlannerTests {
  @Test func createsWhatIsNotThere() throws {
    let plan = try World(World.entry("a")).plan()
    #expect(plan.outline == ["create slug=a"])
    let change = try #require(plan.changes.first)
    #expect(change.fields.map(\.path.description) == ["name", "title", "designation", "slug"])
    #expect(change.fields.allSatisfy { $0.before.isNull })
    #expect(change.values.keys == ["name", "title", "designation", "slug"])
    #expect(change.origin == .created && change.liveDigest == nil && change.primaryKey == nil)
    #expect(plan.summary.hasChanges)
  }

  @Test func adoptsWhatIsThereAsItShouldBe() throws {
    let plan = try World(World.entry("a"), live: [World.flow("a", pk: "1")]).plan()
    #expect(plan.outline == ["adopt slug=a pk 1 adopted"])
    #expect(plan.changes.first?.detailKey == "a")
    #expect(!plan.summary.hasChanges)
  }

  @Test func leavesAloneWhatItKnows() throws {
    var world = World(World.entry("a"), live: [World.flow("a", pk: "1", ["layout": "sidebar_left"])])
    world.record("a", pk: "1")
    #expect(try world.plan().outline == ["unchanged slug=a pk 1 created"])
  }

  @Test func updatesWhatTheBlueprintChanged() throws {
    var world = World(World.entry("a", title: "U"), live: [World.flow("a", pk: "1")])
    world.record("a", pk: "1")
    #expect(try world.plan().outline == [#"update slug=a title: "T" -> "U" pk 1 created"#])
  }

  @Test func tellsWhatWasChangedOutside() throws {
    var world = World(World.entry("a", title: "U"), live: [World.flow("a", pk: "1", title: "X")])
    world.record("a", pk: "1", title: "U", origin: .adopted)
    #expect(try world.plan().outline == [#"update slug=a title: "X" -> "U" (drift) pk 1 adopted"#])
    // Without a record, it is unknown.
    world.records = [:]
    #expect(try world.plan().outline == [#"update slug=a title: "X" -> "U" pk 1 adopted"#])
  }

  @Test func comparesAfterTheServersOwnCoercion() throws {
    let entry =
      "- {model: authentik_flows.flow, identifiers: {slug: ' a '}, attrs: {name: \"a\\n\", title: 5, compatibility_mode: 'off'}}\n"
    var world = World(entry, live: [World.flow("a", pk: "1", title: "5")])
    #expect(try world.plan().outline == [#"adopt slug=" a " pk 1 adopted"#])
    world.blueprint = entry.replacing("off", with: "on")
    #expect(
      try world.plan().outline == [#"update slug=" a " compatibility_mode: false -> "on" pk 1 adopted"#])
  }

  @Test func neverSendsWhatTheServerDoesNotTake() throws {
    let plan = try World(World.entry("a").replacing("title:", with: "cache_count: 9, nonsense: 1, title:"))
      .plan()
    #expect(plan.changes.first?.values.keys == ["name", "title", "designation", "slug"])
  }

  @Test func refusesACreateThatLacksFields() throws {
    let entry = "- {model: authentik_flows.flow, identifiers: {slug: a}, attrs: {title: T}}\n"
    #expect(
      try World(entry).plan().outline == [
        "error 2 authentik_flows.flow[slug=a] does not exist and cannot be created without `name`, `designation`"
      ])
    #expect(
      try World(entry, live: [World.flow("a", pk: "1")]).plan().outline == ["adopt slug=a pk 1 adopted"])
  }

  @Test(arguments: [
    ("created", false, false, "create slug=a"), ("created", true, false, "adopt slug=a pk 1 adopted"),
    ("created", true, true, "unchanged slug=a pk 1 created"), ("must_created", false, false, "create slug=a"),
    (
      "must_created", true, false,
      "error 2 authentik_flows.flow[slug=a] must be created but already exists; remove it, or use `state: present`"
    ),
    ("must_created", true, true, "unchanged slug=a pk 1 created"),
    ("absent", false, false, "unchanged slug=a"),
    ("absent", true, false, "delete slug=a pk 1 adopted"),
    ("absent", true, true, "delete slug=a pk 1 created"),
  ])
  func knowsTheStates(state: String, exists: Bool, isKnown: Bool, outline: String) throws {
    var world = World(World.entry("a", title: "U", ", state: \(state)"))
    if exists { world.live = [World.flow("a", pk: "1")] }
    if isKnown { world.record("a", pk: "1") }
    #expect(try world.plan().outline == [outline])
  }

  @Test func anInterruptedCreateWasFlowformsOwn() throws {
    var world = World(
      World.entry("a", ", state: must_created"), live: [World.flow("a", pk: "1", ["title": "T"])])
    world.blueprint = World.entry("a", title: "T", ", state: must_created")
    world.intended = ["a"]
    #expect(try world.plan().outline == ["adopt slug=a pk 1 created"])
  }

  @Test func skipsWhatAConditionLeavesOut() throws {
    var world = World(World.entry("a", title: "U", ", conditions: [false]"), live: [World.flow("a", pk: "1")])
    world.record("a", pk: "1")
    world.prunes = true
    #expect(try world.plan().outline == ["skip slug=a (a condition is not true)"])
  }

  // MARK: - Identity

  @Test func severalMatchesAreAnError() throws {
    let entry =
      "- {model: authentik_flows.flow, identifiers: {title: T}, attrs: {name: n, slug: s, designation: recovery}}\n"
    var world = World(entry, live: [World.flow("a", pk: "1"), World.flow("b", pk: "2")])
    #expect(
      try world.plan().outline == [
        "error 2 authentik_flows.flow[title=T] matches 2 objects (1, 2); add identifiers until one is left"
      ])
    // Not if the state knows which one is meant.
    let address = try #require(ResourceAddress("authentik_flows.flow[title=T]"))
    world.record("x", pk: "2")
    world.records = [address: try #require(world.records.values.first)]
    #expect(try world.plan().changes.map(\.primaryKey) == ["2"])
  }

  @Test func renamedOutsideIsRenamedBack() throws {
    var world = World(World.entry("a"), live: [World.flow("z", pk: "1", ["name": "a"])])
    world.record("a", pk: "1")
    #expect(try world.plan().outline == [#"update slug=a slug: "z" -> "a" (drift) pk 1 created"#])
    #expect(try world.plan().changes.first?.detailKey == "z")
  }

  @Test func foundUnderAnotherKeyIsAnotherObject() throws {
    var world = World(World.entry("a"), live: [World.flow("a", pk: "2")])
    world.record("a", pk: "1")
    // Deleted and created again outside: flowform did not create this object and must not prune it.
    #expect(
      try world.plan().outline == [
        "adopt slug=a pk 2 adopted",
        "note 1 object of the state is not on the server any more; the plan looks for each of them by its identifiers, and creates it if there is none",
      ])
  }

  @Test func identifiersOnOneObjectAndStateOnAnotherIsAnError() throws {
    var world = World(World.entry("a"), live: [World.flow("a", pk: "2"), World.flow("z", pk: "1")])
    world.record("a", pk: "1")
    #expect(
      try world.plan().outline == [
        "error 2 authentik_flows.flow[slug=a] is 2 on the server, and the object that the state knows by it, 1, is still there under another name; rename or delete one of them"
      ])
  }

  @Test func aRenameInTheFileIsAnUpdateInPlace() throws {
    var world = World(
      World.entry("b", ", id: x").replacing("name: b", with: "name: a"), live: [World.flow("a", pk: "1")])
    world.blueprint =
      "- {model: authentik_flows.flow, id: x, identifiers: {slug: b}, attrs: {name: a, title: T, designation: authentication}}\n"
    world.record("a", pk: "1", id: "x")
    world.prunes = true
    #expect(
      try world.plan().outline == [
        #"update slug=b slug: "a" -> "b" pk 1 was authentik_flows.flow[slug=a] created"#
      ])
    // An entry with that name in another file is another entry.
    world.records = [:]
    world.record("a", pk: "1", id: "x", source: "other.yaml")
    #expect(
      try world.plan().outline == ["create slug=b", "left over authentik_flows.flow[slug=a]"])
  }

  @Test func anOldAddressThatIsStillDescribedIsNoRename() throws {
    var world = World(
      World.entry("b", title: "T", ", id: x") + World.entry("a", title: "T"), live: [World.flow("a", pk: "1")]
    )
    world.record("a", pk: "1", id: "x")
    #expect(try world.plan().outline == ["create slug=b", "unchanged slug=a pk 1 created"])
  }

  @Test func twoEntriesForOneObjectAreAnError() throws {
    let byTitle =
      "- {model: authentik_flows.flow, identifiers: {title: T}, attrs: {name: n, slug: a, designation: recovery}}\n"
    let plan = try World(World.entry("a") + byTitle, live: [World.flow("a", pk: "1")]).plan()
    #expect(
      plan.outline == [
        "adopt slug=a pk 1 adopted",
        #"error 3 authentik_flows.flow[title=T] and authentik_flows.flow[slug=a] (b.yaml:2:3) are the same object on the server (flow[slug=a]); use the same identifiers in both"#,
      ])
  }

  @Test func aPrimaryKeyFindsToo() throws {
    let key = "6e1f3c0a-2f0f-4a2f-9c39-0c4a5a4e6a11"
    let entry =
      "- {model: authentik_flows.flow, identifiers: {pk: \(key.uppercased())}, attrs: {slug: b, name: a, title: T, designation: authentication}}\n"
    var world = World(entry, live: [World.flow("a", pk: key)])
    #expect(try world.plan().outline == [#"update slug=b slug: "a" -> "b" pk \#(key) adopted"#])
    // Not found by the key, so it is found by the natural key of its attributes.
    world.live = [World.flow("b", pk: "2", ["name": "a"])]
    #expect(try world.plan().outline == ["adopt slug=b pk 2 adopted"])
    world.live = []
    #expect(try world.plan().outline == ["create slug=b"])
    // The key and the natural key match two objects.
    world.live = [World.flow("a", pk: key), World.flow("b", pk: "2")]
    #expect(
      try world.plan().outline == [
        "error 2 authentik_flows.flow[slug=b] matches 2 objects (2, \(key)); add identifiers until one is left"
      ])
  }

  // MARK: - Objects that no entry describes any more

  @Test func whatVanishedIsLeftOverAndPrunedOnRequest() throws {
    var world = World(
      World.entry("a"), live: ["a", "b", "c", "d"].enumerated().map { World.flow($1, pk: "\($0)") })
    world.record("a", pk: "0")
    world.record("b", pk: "1")
    world.record("c", pk: "2", origin: .adopted)
    world.record("d", pk: "3", source: "elsewhere.yaml")
    world.record("e", pk: "9")
    let leftovers =
      ["b", "c", "d"].map { "left over authentik_flows.flow[slug=\($0)]" } + [
        "vanished authentik_flows.flow[slug=e]",
        "note authentik_flows.flow[slug=e] is gone from the server and from the blueprints; apply removes it from the state",
      ]
    #expect(try world.plan().outline == ["unchanged slug=a pk 0 created"] + leftovers)
    world.prunes = true
    // Only objects that flowform created, that still exist, and that come from a file of the set.
    let plan = try world.plan()
    #expect(
      plan.outline
        == ["unchanged slug=a pk 0 created", "delete slug=b (no entry describes it any more) pk 1 created"]
        + leftovers)
    #expect(plan.deleteCount == 1)
    #expect(plan.changes.last?.detailKey == "b" && plan.changes.last?.liveDigest != nil)
  }

  // MARK: - Without reading

  @Test(
    arguments: [
      ("present", .free, false, ["create slug=a"]), ("present", .taken, false, ["skip slug=a (unreadable)"]),
      ("present", .taken, true, ["skip slug=a (unreadable)"]), ("absent", .free, false, ["unchanged slug=a"]),
      ("absent", .taken, true, ["skip slug=a (unreadable)"]),
      ("must_created", .taken, true, ["skip slug=a (unreadable)"]),
      (
        "must_created", .taken, false,
        [
          "error 2 authentik_flows.flow[slug=a] must be created but already exists; remove it, or use `state: present`"
        ]
      ),
      ("must_created", .free, false, ["create slug=a"]),
      ("present", .unknown(reason: "why"), false, ["create slug=a", Self.warning]),
      ("present", .unknown(reason: "why"), true, ["unchanged slug=a pk 1 created", Self.warning]),
      ("absent", .unknown(reason: "why"), false, ["skip slug=a (unreadable)", Self.warning]),
      ("absent", .unknown(reason: "why"), true, ["skip slug=a (unreadable)", Self.warning]),
    ] as [(String, LiveObjects.Verdict, Bool, [String])])
  func goesByVerdicts(state: String, verdict: LiveObjects.Verdict, isKnown: Bool, outline: [String]) throws {
    var world = World(World.entry("a", title: "T", ", state: \(state)"))
    world.verdicts = ["a": verdict]
    if isKnown { world.record("a", pk: "1") }
    #expect(try world.plan().outline == outline)
  }

  private static let warning =
    "warning 2 it is unknown whether authentik_flows.flow[slug=a] exists (why); the plan relies on the state file"

  @Test func whatMayHaveBeenCreatedAndCannotBeReadIsNotCreatedAgain() throws {
    var world = World(World.entry("a"))
    world.verdicts = ["a": .unknown(reason: "why")]
    world.uncertain = ["a"]
    #expect(
      try world.plan().outline == [
        "skip slug=a (unreadable)",
        "warning 2 an interrupted run may have created authentik_flows.flow[slug=a], and a second create would make a duplicate; use a token that may view it",
      ])
    // Once it is visible, it is adopted.
    world.verdicts = nil
    world.live = [World.flow("a", pk: "1")]
    #expect(try world.plan().outline == ["adopt slug=a pk 1 adopted"])
  }

  @Test func anUpdateOfWhatCannotBeReadIsSkipped() throws {
    var world = World(World.entry("a", title: "U"))
    world.verdicts = ["a": .unknown(reason: "why")]
    world.record("a", pk: "1")
    #expect(try world.plan().outline == ["skip slug=a (unreadable)", Self.warning])
  }

  @Test func aRenameWithoutReadingMakesNoSecondObject() throws {
    var world = World(World.entry("b", title: "T", ", id: x"))
    world.verdicts = ["b": .free]
    world.record("a", pk: "1", id: "x")
    #expect(
      try world.plan().outline == [
        "skip slug=b (unreadable)",
        "warning 2 authentik_flows.flow[slug=b] was authentik_flows.flow[slug=a], and a token that may not read it cannot rename it",
      ])
  }

  @Test func whatWasNotAskedForIsNotKnown() throws {
    var world = World(World.entry("a"))
    world.verdicts = [:]
    #expect(
      try world.plan().outline == [
        "create slug=a",
        "warning 2 it is unknown whether authentik_flows.flow[slug=a] exists (it was not asked for); the plan relies on the state file",
      ])
  }
}
