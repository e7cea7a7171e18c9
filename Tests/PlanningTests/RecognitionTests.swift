import Blueprints
import Catalog
import Model
import OrderedCollections
import Planning
import TestSupport
import Testing

/// Whether the object with a recorded primary key is the recorded object.
struct RecognitionTests {
  /// An object with texts and UUIDs that identify it.
  private static func object(_ name: String, key: Value, as kind: Kind) -> Value {
    let fields = kind.fields.map { field -> (String, Value) in
      switch field.type {
      case .text: (field.name, .string("\(name) \(field.name)"))
      case .integer: (field.name, .integer(name.count))
      default: (field.name, .null)
      }
    }
    return .map(ValueMap(fields) { $1 }.merging([kind.primaryKey: key]) { $1 })
  }

  private static func record(
    _ object: Value, as kind: Kind, identifiedBy names: [String], remembers: Bool
  ) -> ResourceRecord {
    ResourceRecord(
      kind: kind.model, primaryKey: object[kind.primaryKey] ?? .null, origin: .created, source: "b.yaml",
      identifiers: ValueMap(names.compactMap { name in object[name].map { (name, $0) } }) { $1 },
      identity: remembers ? Recognition.identity(of: object, as: kind) : [:], applied: [:])
  }

  private static func name(of kind: Kind) -> [String] {
    if let unique = kind.uniqueFields.first { return [unique] }
    let told = kind.fields.first { field in
      if case .text = field.type { field.name != kind.primaryKey } else { false }
    }
    return [told?.name ?? kind.primaryKey]
  }

  /// Runs over every kind of both versions. A UUID leads to its object, whatever its name is now. An integer never
  /// leads to an object that has nothing else in common with the recorded one.
  @Test(arguments: EmbeddedCatalog.recorded) func aKeyAloneIsEnoughIfItIsNoInteger(
    _ version: EmbeddedCatalog
  ) throws {
    var collidingCount = 0
    for kind in try version.shared().kinds {
      let key: Value = kind.hasCollidingKeys ? 5 : "0d7e25bb-1b36-4a51-b371-c6f0d0a4ba71"
      let (mine, stranger) = (
        Self.object("mine", key: key, as: kind), Self.object("somebody", key: key, as: kind)
      )
      for remembers in [true, false] {
        let record = Self.record(mine, as: kind, identifiedBy: Self.name(of: kind), remembers: remembers)
        #expect(Recognition(mine, as: record, kind) != .stranger || !kind.hasCollidingKeys, "\(kind.model)")
        let expected: Recognition = kind.hasCollidingKeys ? .stranger : .certain
        #expect(Recognition(stranger, as: record, kind) == expected, "\(kind.model)")
        let elsewhere = Self.object("mine", key: 6, as: kind)
        #expect(Recognition(elsewhere, as: record, kind) == .stranger, "\(kind.model)")
      }
      #expect(
        kind.hasCollidingKeys != Recognition.identity(of: mine, as: kind).isEmpty || kind.uniqueFields.isEmpty
      )
      collidingCount += kind.hasCollidingKeys ? 1 : 0
    }
    #expect(collidingCount > 10)
  }

  // MARK: - Planning

  private static let user = "authentik_core.user"
  private static let group = "authentik_core.group"
  private static let provider = "authentik_providers_oauth2.oauth2provider"

  /// The live objects, the record and the entry of an object, with the expected plan.
  struct Scene: Sendable, CustomTestStringConvertible {
    let what: String
    var model = user
    var live: [ValueMap] = []
    var record: ValueMap? = ["username": "robot"]
    var identity: ValueMap = [:]
    var origin = ResourceRecord.Origin.created
    /// The identifiers of the entry. Nil if no entry describes the object any more.
    var entry: String? = "{username: robot}"
    var prunes = true
    let expected: [String]
    var testDescription: String { what }
  }

  private static let note =
    "note 1 object of the state is not on the server any more; the plan looks for each of them by its identifiers, and creates it if there is none"

  private static let scenes = [
    Scene(
      what: "a stranger has the number", live: [["pk": 5, "username": "carol", "name": "Carol"]],
      expected: ["create user[username=robot]", note]),
    Scene(
      what: "a stranger has the number, and the name another",
      live: [
        ["pk": 5, "username": "carol", "name": "Carol"], ["pk": 9, "username": "robot", "name": "Robot"],
      ],
      expected: ["adopt user[username=robot] pk 9 adopted", note]),
    Scene(
      what: "a stranger has the number of what nobody describes",
      live: [["pk": 5, "username": "carol", "name": "Carol"]], entry: nil,
      expected: [
        "vanished authentik_core.user[username=robot]",
        "note authentik_core.user[username=robot] is gone from the server and from the blueprints; apply removes it from the state",
      ]),
    Scene(
      what: "what nobody describes is there", live: [["pk": 5, "username": "robot", "name": "Robot"]],
      entry: nil,
      expected: ["delete user[username=robot] pk 5 created", "left over authentik_core.user[username=robot]"]),
    Scene(
      what: "renamed outside, without anything that shows it",
      live: [["pk": 5, "username": "renamed", "name": "Robot"]],
      expected: ["create user[username=robot]", note]),
    Scene(
      what: "renamed outside", live: [["pk": 5, "username": "renamed", "name": "Robot", "uuid": "u1"]],
      identity: ["uuid": "u1", "username": "robot"],
      expected: ["update user[username=robot] username pk 5 created"]),
    Scene(
      what: "the same number and name on another database",
      live: [["pk": 5, "username": "robot", "name": "Robot", "uuid": "u2"]],
      identity: ["uuid": "u1", "username": "robot"],
      expected: ["adopt user[username=robot] pk 5 adopted", note]),
    Scene(
      what: "renamed in the file", live: [["pk": 5, "username": "robot", "name": "Robot"]],
      entry: "{username: machine}",
      expected: ["update user[username=machine] username pk 5 was user[username=robot] created"]),
    Scene(
      what: "renamed in the file, and a stranger has the number",
      live: [["pk": 5, "username": "carol", "name": "Carol"]], entry: "{username: machine}",
      expected: [
        "create user[username=machine]", "vanished authentik_core.user[username=robot]", note,
        "note authentik_core.user[username=robot] is gone from the server and from the blueprints; apply removes it from the state",
      ]),
    Scene(
      what: "a provider renamed outside keeps its client", model: provider,
      live: [["pk": 5, "name": "renamed", "client_id": "c1"]],
      record: ["name": "robot"], identity: ["name": "robot", "client_id": "c1"], entry: "{name: robot}",
      expected: ["update oauth2provider[name=robot] name pk 5 created"]),
    Scene(
      what: "another provider has the number", model: provider,
      live: [["pk": 5, "name": "carol", "client_id": "c2"]],
      record: ["name": "robot"], identity: ["name": "robot", "client_id": "c1"], entry: nil,
      expected: [
        "vanished authentik_providers_oauth2.oauth2provider[name=robot]",
        "note authentik_providers_oauth2.oauth2provider[name=robot] is gone from the server and from the blueprints; apply removes it from the state",
      ]),
    Scene(
      what: "a UUID is followed", model: group,
      live: [["pk": "0d7e25bb-1b36-4a51-b371-c6f0d0a4ba71", "name": "renamed"]],
      record: ["name": "robot"], entry: "{name: robot}",
      expected: ["update group[name=robot] name pk 0d7e25bb-1b36-4a51-b371-c6f0d0a4ba71 created"]),
  ]

  @Test(arguments: scenes) func plans(_ scene: Scene) throws {
    let plan = try Self.plan(scene)
    #expect(plan == scene.expected)
  }

  private static func plan(_ scene: Scene) throws -> [String] {
    let catalog = try EmbeddedCatalog.v2026_5_rc1.shared()
    let uuid: Value = "0d7e25bb-1b36-4a51-b371-c6f0d0a4ba71"
    var text = "entries: []"
    if let identifiers = scene.entry {
      let attrs =
        scene.model == provider
        ? "attrs: {authorization_flow: \(uuid.string ?? ""), invalidation_flow: \(uuid.string ?? ""), redirect_uris: []}"
        : scene.model == user ? "attrs: {name: Robot}" : "attrs: {}"
      text = "entries:\n- {model: \(scene.model), id: it, identifiers: \(identifiers), \(attrs)}\n"
    }
    let source = SourceText(file: "b.yaml", bytes: Array(text.utf8))
    let desired = DesiredSet(
      [BlueprintFiles.File(source: source, isNamed: true)], catalog: catalog, options: DesiredSet.Options())
    let common: ValueMap = [
      "authorization_flow": uuid, "invalidation_flow": uuid, "redirect_uris": [],
    ]
    let live = scene.live.map { Value.map(scene.model == provider ? common.merging($0) { $1 } : $0) }
    var input = PlanInput(
      entries: desired.entries, catalog: catalog, liveObjects: [scene.model: .objects(live)])
    if let identifiers = scene.record {
      let address = ResourceAddress(
        model: scene.model, identifiers: identifiers.map { (key: $0.key, value: $0.value) })
      input.records[address] = ResourceRecord(
        kind: scene.model, primaryKey: scene.model == group ? uuid : 5, origin: scene.origin,
        source: "b.yaml", entryID: "it", identifiers: identifiers, identity: scene.identity,
        applied: identifiers)
    }
    input.sources = ["b.yaml"]
    input.prunes = scene.prunes
    let plan = Planner.plan(input)
    func short(_ address: ResourceAddress) -> String {
      String(address.description.split(separator: ".", maxSplits: 1).last ?? "")
    }
    return plan.changes.map { change in
      var line = "\(change.action.rawValue) \(short(change.address))"
      if change.action == .update { line += " \(change.changedFields.joined(separator: " "))" }
      if let key = change.primaryKey.flatMap(Coercion.text) { line += " pk \(key)" }
      if let previous = change.previousAddress { line += " was \(short(previous))" }
      if change.primaryKey != nil { line += " \(change.origin.rawValue)" }
      return line
    } + plan.leftovers.map { "left over \($0.address)" } + plan.vanished.map { "vanished \($0)" }
      + plan.diagnostics.map { "\($0.severity.rawValue) \($0.message)" }
  }

  // MARK: - Beside the plan

  private static func drift(_ record: ResourceRecord, _ live: Value) throws -> [PlannedChange] {
    let address = ResourceAddress(model: user, identifiers: [(key: "username", value: "robot")])
    return Drift.found(
      in: [address: record], liveObjects: [user: .objects([live])],
      catalog: try EmbeddedCatalog.v2026_5_rc1.shared()
    ).plan.changes
  }

  private static func robot(_ identity: ValueMap = [:]) -> ResourceRecord {
    ResourceRecord(
      kind: user, primaryKey: 5, origin: .created, source: "b.yaml", identifiers: ["username": "robot"],
      identity: identity, applied: ["username": "robot", "name": "Robot"])
  }

  @Test func aStrangerIsNoDrift() throws {
    let changes = try Self.drift(Self.robot(), ["pk": 5, "username": "carol", "name": "Carol"])
    #expect(changes.map(\.action) == [.create])
    #expect(changes.first?.reason == "gone from the server")
    let renamed = try Self.drift(
      Self.robot(["uuid": "u1"]), ["pk": 5, "username": "carol", "name": "Robot", "uuid": "u1"])
    #expect(renamed.map(\.action) == [.update])
    #expect(renamed.first?.changedFields == ["username"])
    let namesake = try Self.drift(
      Self.robot(["uuid": "u1"]), ["pk": 5, "username": "robot", "name": "Robot", "uuid": "u2"])
    #expect(namesake.first?.changedFields == ["uuid"])
    #expect(namesake.first?.reason == "another object with the same identifiers is in its place")
  }

  /// If somebody else has the number by now, that proves nothing about the server. For a UUID it does.
  @Test(
    arguments: [
      (["pk": 5, "username": "carol"], [:], .unknown),
      (["pk": 5, "username": "robot"], [:], .unknown),
      (["pk": 5, "username": "robot", "uuid": "u1"], ["uuid": "u1"], .own),
      (["pk": 5, "username": "robot", "uuid": "u2"], ["uuid": "u1"], .foreign),
      (["pk": 9, "username": "robot"], [:], .foreign),
    ] as [(Value, ValueMap, StateOwnership)])
  func aStateIsForeignIfItsObjectsAreOthersHere(
    _ live: Value, _ identity: ValueMap, _ ownership: StateOwnership
  ) throws {
    let address = ResourceAddress(model: Self.user, identifiers: [(key: "username", value: "robot")])
    let found = StateOwnership(
      of: [address: Self.robot(identity)], liveObjects: [Self.user: .objects([live])],
      catalog: try EmbeddedCatalog.v2026_5_rc1.shared(), isSameAddress: false)
    #expect(found == ownership)
  }
}
