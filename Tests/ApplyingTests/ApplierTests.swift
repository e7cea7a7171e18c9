import Catalog
import Model
import OrderedCollections
import Planning
import Remote
import State
import TestSupport
import Testing

@testable import Applying

/// One apply against a server in memory, with a real journal.
struct ApplierTests {
  private static let wanted: ValueMap = [
    "slug": "one", "name": "One", "title": "First", "designation": "recovery",
  ]

  private static func flow(_ fields: ValueMap = [:]) -> ValueMap {
    wanted.merging(["pk": "pk-0"]) { $1 }.merging(fields) { $1 }
  }

  private struct Finished {
    let outcome: ApplyOutcome
    let snapshot: StateSnapshot
    let events: [ApplyEvent]
    /// The journal's lines after its head, by their `entry`.
    let journal: [String]

    var failures: [String] {
      events.compactMap { if case .failed(_, _, let reason, _) = $0 { reason } else { nil } }
    }
  }

  private func apply(
    _ changes: [PlannedChange], on server: FlowServer, parallelism: Int = 4,
    snapshot: StateSnapshot = StateSnapshot(lineage: "l"), stop: StopSignal = StopSignal(),
    limit: Duration = .seconds(5)
  ) async throws -> Finished {
    var policy = RetryPolicy()
    policy.limit = limit
    policy.firstContactLimit = limit
    policy.sleep = { _ in }
    let api = LiveAPI(APIClient(server, policy: policy))
    let directory = try TemporaryDirectory()
    let path = directory.path("journal")
    let catalog = try EmbeddedCatalog.v2026_5_rc1.shared()
    var events: [ApplyEvent] = []
    let applied = try await Applier(api, catalog: catalog, parallelism: parallelism, stop: stop).apply(
      Plan(changes: changes), to: snapshot,
      journal: { () throws(StateError) in try Journal(path: path, state: snapshot) },
      report: { events.append($0) })
    let lines = directory.read("journal")?.split(separator: UInt8(ascii: "\n")).dropFirst()
    let entries = try lines?.map { try JSONReader.read(Array($0))["entry"]?.string ?? "" }
    return Finished(
      outcome: applied.outcome, snapshot: applied.snapshot, events: events, journal: entries ?? [])
  }

  private static func create(_ values: ValueMap = wanted) -> PlannedChange {
    let slug = values["slug"]?.string ?? ""
    var change = PlannedChange(address: .flow(slug), action: .create)
    change.values = values
    change.identifiers = ["slug": .string(slug)]
    change.origin = .created
    return change
  }

  /// A change of the live flow `one` to other values, or its deletion.
  private static func existing(_ action: Action, _ live: ValueMap, to values: ValueMap = wanted) throws
    -> PlannedChange
  {
    let kind = try Kind.flow()
    var change = PlannedChange(address: .flow(values["slug"]?.string ?? ""), action: action)
    change.values = values
    change.identifiers = ["slug": values["slug"] ?? .null]
    change.primaryKey = live["pk"]
    change.detailKey = live["slug"]?.string
    change.liveDigest = Digest.of(.map(live), as: kind)
    change.fields = Comparison.changes(of: values, against: .map(live), as: kind)
    return change
  }

  private static let lost = APIError.ambiguous("the connection broke")

  // MARK: - Create

  @Test func writesTheIntentBeforeAndTheOutcomeAfter() async throws {
    let server = FlowServer()
    let finished = try await apply([Self.create()], on: server)
    #expect(finished.outcome[.create] == 1)
    #expect(finished.journal == ["intent", "done"])
    #expect(server.writes == ["POST /flows/instances/"])
    let record = try #require(finished.snapshot.resources[.flow("one")])
    #expect(record.primaryKey == "pk-1")
    #expect(record.origin == .created)
    #expect(record.applied == Self.wanted)
    #expect(finished.snapshot.intents.isEmpty)
  }

  @Test func adoptsAnEqualFlowThatTurnsUp() async throws {
    let server = FlowServer(Self.flow())
    let finished = try await apply([Self.create()], on: server)
    #expect(finished.outcome[.adopt] == 1)
    #expect(finished.outcome.isComplete)
    #expect(server.writes == ["POST /flows/instances/"])
    #expect(finished.snapshot.resources[.flow("one")]?.origin == .adopted)
    #expect(finished.snapshot.resources[.flow("one")]?.primaryKey == "pk-0")
  }

  @Test func updatesADifferentFlowThatTurnsUp() async throws {
    let server = FlowServer(Self.flow(["title": "Other", "layout": "stacked"]))
    let finished = try await apply([Self.create()], on: server)
    #expect(finished.outcome[.update] == 1)
    #expect(server.writes == ["POST /flows/instances/", "PATCH /flows/instances/one/"])
    #expect(server.bodies.last == .map(Self.wanted))
    #expect(finished.snapshot.resources[.flow("one")]?.origin == .adopted)
  }

  @Test func leavesAFlowAloneThatIsOnlyToBeCreated() async throws {
    var change = Self.create()
    change.isCreateOnly = true
    let server = FlowServer(Self.flow(["title": "Other"]))
    let finished = try await apply([change], on: server)
    #expect(finished.outcome[.adopt] == 1)
    #expect(server.flow("one")?["title"] == "Other")
  }

  @Test func failsWhereAFlowMustBeNew() async throws {
    var change = Self.create()
    change.isCreateOnly = true
    change.mustBeNew = true
    let finished = try await apply([change], on: FlowServer(Self.flow()))
    #expect(finished.outcome.failed == 1)
    #expect(finished.journal == ["intent", "failed"])
    #expect(finished.snapshot.intents.isEmpty)
  }

  @Test func namesWhoHoldsAnIdentifierThatCannotBeAdopted() async throws {
    var change = Self.create()
    change.identifiers = ["slug": "one", "name": "One"]
    let finished = try await apply([change], on: FlowServer(Self.flow(["name": "Somebody else's"])))
    #expect(finished.outcome.failed == 1)
    #expect(
      finished.failures == [
        "the server refuses it: slug: taken (authentik_flows.flow[name=\"Somebody else's\",slug=one] has it); correct the entry and apply again"
      ])
  }

  /// The server creates some objects itself, together with others.
  @Test(arguments: [true, false]) func takesWhatOnlyTheServerMakes(isThere: Bool) async throws {
    let server = isThere ? FlowServer(Self.flow(["title": "Other"])) : FlowServer()
    let finished = try await apply([Self.create(["slug": "one", "title": "First"])], on: server)
    #expect(server.writes == (isThere ? ["PATCH /flows/instances/one/"] : []))
    #expect(finished.outcome[.update] == (isThere ? 1 : 0))
    let failure = "it does not exist and cannot be created without `name`, `designation`; declare them"
    #expect(finished.failures == (isThere ? [] : [failure]))
    #expect(finished.snapshot.intents.isEmpty)
  }

  @Test func looksBeforeItRepeatsACreate() async throws {
    let server = FlowServer()
    server.spoil(.post, .after(Self.lost))
    let finished = try await apply([Self.create()], on: server)
    #expect(finished.outcome[.create] == 1)
    #expect(server.writes == ["POST /flows/instances/"])
    #expect(finished.snapshot.resources[.flow("one")]?.origin == .created)
  }

  @Test func repeatsACreateThatLeftNothing() async throws {
    let server = FlowServer()
    server.spoil(.post, .before(Self.lost), .before(Self.lost))
    let finished = try await apply([Self.create()], on: server)
    #expect(finished.outcome[.create] == 1)
    #expect(finished.outcome.retries == 2)
    #expect(server.writes.count == 3)
  }

  @Test func leavesTheIntentWhereTheOutcomeStaysUnknown() async throws {
    let server = FlowServer()
    server.spoil(.post, .before(Self.lost))
    let finished = try await apply([Self.create()], on: server, limit: .zero)
    #expect(finished.outcome.failed == 1)
    #expect(finished.journal == ["intent"])
    #expect(finished.snapshot.intents[.flow("one")]?.hasUniqueKey == true)
    #expect(finished.failures.first?.contains("not known") == true)
  }

  @Test func aTokenThatMayNotReadRepeatsAndTakesTheRefusalForItsOwn() async throws {
    let server = FlowServer()
    server.forbidReading()
    server.spoil(.post, .after(Self.lost))
    let finished = try await apply([Self.create()], on: server)
    #expect(finished.outcome[.create] == 1)
    #expect(finished.outcome.isComplete)
    #expect(server.slugs == ["one"])
  }

  @Test func aTokenThatMayNotReadLeavesAloneWhatIsThere() async throws {
    let server = FlowServer(Self.flow(["title": "Other"]))
    server.forbidReading()
    let finished = try await apply([Self.create()], on: server)
    #expect(finished.outcome[.skip] == 1)
    #expect(finished.outcome.isComplete)
    #expect(finished.snapshot.resources.isEmpty)
    #expect(finished.snapshot.intents.isEmpty)
  }

  @Test func aRefusalIsAFailureWithTheServersWords() async throws {
    let server = FlowServer()
    server.spoil(.post, .answer(status: 400, ["layout": ["\"x\" is not a valid choice."]]))
    let finished = try await apply([Self.create()], on: server)
    #expect(
      finished.failures == [
        "the server refuses it: layout: \"x\" is not a valid choice; correct the entry and apply again"
      ])
    #expect(finished.journal == ["intent", "failed"])
  }

  @Test func aRefusedIdentifierThatNobodyHoldsIsAFailureAndNoLoop() async throws {
    let server = FlowServer()
    server.spoil(.post, .answer(status: 400, ["slug": ["Ensure this field has no more than 3 characters."]]))
    let finished = try await apply([Self.create()], on: server)
    #expect(finished.outcome.failed == 1)
    #expect(server.writes.count == 1)
  }

  // MARK: - Update and delete

  @Test func sendsAllThatIsDeclaredAndNothingElse() async throws {
    let live = Self.flow(["title": "Old", "layout": "sidebar_left"])
    let server = FlowServer(live)
    let finished = try await apply([try Self.existing(.update, live)], on: server)
    #expect(finished.outcome[.update] == 1)
    #expect(server.bodies == [.map(Self.wanted)])
    #expect(finished.journal == ["intent", "done"])
  }

  @Test(arguments: [Action.update, .delete])
  func refusesWhatChangedSinceThePlan(_ action: Action) async throws {
    let live = Self.flow(["title": "Old"])
    let server = FlowServer(live)
    server.change("one", ["layout": "sidebar_right"])
    let finished = try await apply([try Self.existing(action, live)], on: server)
    #expect(finished.outcome.failed == 1)
    #expect(finished.failures.first?.contains("plan again") == true)
    #expect(server.writes.isEmpty)
    #expect(finished.journal.isEmpty)
  }

  @Test(arguments: [FlowServer.Fault.after(lost), .before(lost)])
  func repeatsAPatchOnlyWhereItWasNotDone(_ fault: FlowServer.Fault) async throws {
    let live = Self.flow(["title": "Old"])
    let server = FlowServer(live)
    server.spoil(.patch, fault)
    let finished = try await apply([try Self.existing(.update, live)], on: server)
    #expect(finished.outcome[.update] == 1)
    #expect(server.flow("one")?["title"] == "First")
    if case .after = fault { #expect(server.writes.count == 1) } else { #expect(server.writes.count == 2) }
  }

  @Test func findsARenamedFlowUnderItsNewKey() async throws {
    let live = Self.flow(["slug": "old"])
    let server = FlowServer(live)
    server.spoil(.patch, .after(Self.lost))
    var change = try Self.existing(.update, live)
    change.previousAddress = .flow("old")
    var snapshot = StateSnapshot(lineage: "l")
    snapshot.resources[.flow("old")] = change.record(primaryKey: "pk-0", origin: .created)
    let finished = try await apply([change], on: server, snapshot: snapshot)
    #expect(finished.outcome[.update] == 1)
    #expect(server.slugs == ["one"])
    #expect(Array(finished.snapshot.resources.keys) == [.flow("one")])
    #expect(finished.journal == ["intent", "done", "removed"])
  }

  @Test(arguments: [FlowServer.Fault.after(lost), .before(lost), .answer(status: 404, ["detail": "gone"])])
  func deletesOnce(_ fault: FlowServer.Fault) async throws {
    let live = Self.flow()
    let server = FlowServer(live)
    server.spoil(.delete, fault)
    let finished = try await apply([try Self.existing(.delete, live)], on: server)
    #expect(finished.outcome[.delete] == 1)
    #expect(finished.journal == ["intent", "removed"])
  }

  @Test func whatIsGoneAlreadyNeedsNoDelete() async throws {
    let server = FlowServer()
    let finished = try await apply([try Self.existing(.delete, Self.flow())], on: server)
    #expect(finished.outcome[.unchanged] == 1)
    #expect(server.writes.isEmpty)
  }

  // MARK: - The run as a whole

  private static func many(_ count: Int) -> [PlannedChange] {
    (0..<count).map { create(wanted.merging(["slug": .string("flow-\($0)")]) { $1 }) }
  }

  @Test func keepsToItsParallelism() async throws {
    let server = FlowServer(isSlow: true)
    let finished = try await apply(Self.many(30), on: server, parallelism: 3)
    #expect(finished.outcome[.create] == 30)
    #expect(server.mostRunning == 3)
  }

  @Test func startsNothingMoreAfterAFailure() async throws {
    let server = FlowServer()
    server.spoil(.post, .answer(status: 400, ["layout": ["no"]]))
    let finished = try await apply(Self.many(10), on: server, parallelism: 1)
    #expect(finished.outcome.failed == 1)
    #expect(finished.outcome.abandoned == 9)
    #expect(server.writes.count == 1)
  }

  @Test func startsNothingMoreOnceItIsStopped() async throws {
    let stop = StopSignal()
    stop.request()
    let server = FlowServer()
    let finished = try await apply(Self.many(10), on: server, stop: stop)
    #expect(finished.outcome.isInterrupted)
    #expect(finished.outcome.abandoned == 10)
    #expect(server.writes.isEmpty)
  }

  @Test func sendsNothingWithoutAJournal() async throws {
    let server = FlowServer()
    let api = LiveAPI(APIClient(server))
    let catalog = try EmbeddedCatalog.v2026_5_rc1.shared()
    let snapshot = StateSnapshot(lineage: "l")
    await #expect(throws: StateError.self) {
      _ = try await Applier(api, catalog: catalog).apply(
        Plan(changes: Self.many(2)), to: snapshot,
        journal: { () throws(StateError) in try Journal(path: "/dev/full", state: snapshot) },
        report: { _ in })
    }
    #expect(server.writes.isEmpty)
  }

  @Test func aPlanWithoutWritesBeginsNoJournal() async throws {
    var change = PlannedChange(address: .flow("one"), action: .adopt)
    change.primaryKey = "pk-0"
    change.values = Self.wanted
    let snapshot = StateSnapshot(lineage: "l")
    let applied = try await Applier(
      LiveAPI(APIClient(FlowServer())), catalog: try EmbeddedCatalog.v2026_5_rc1.shared()
    )
    .apply(
      Plan(changes: [change]), to: snapshot,
      journal: { () throws(StateError) in
        Issue.record("a journal was begun")
        return try Journal(path: "/dev/null", state: snapshot)
      }, report: { _ in })
    #expect(applied.outcome[.adopt] == 1)
    #expect(applied.snapshot.resources[.flow("one")]?.primaryKey == "pk-0")
  }
}
