import Applying
import EndToEndSupport
import Operations
import State
import Synchronization
import TestSupport
import Testing

/// Several runs at once on one state.
struct ConcurrentRunsTests {
  private static let blueprint = """
    version: 1
    entries:
      - model: authentik_flows.flow
        identifiers: {slug: login}
        attrs: {name: Login, title: T, designation: authentication}
    """

  /// A plan that took an interrupted run's journal into the state has held the lock and given it up. The lock
  /// that is there when the plan is interrupted is another run's.
  @Test func anInterruptedPlanLeavesTheLockOfAnApplyAlone() async throws {
    let directory = try TemporaryDirectory()
    let folder = directory.path
    try directory.write(Self.blueprint, to: "blueprints/login.yaml")
    let store = StateStore(path: directory.path("flowform.state.json"))
    try await Self.leaveJournal(in: store)
    let server = try GatedServer()
    try await server.withRunning { port in
      let flowform = FlowformProcess(
        folder: folder,
        variables: ["AUTHENTIK_URL": "http://127.0.0.1:\(port)", "AUTHENTIK_TOKEN": "sandbox-admin"])
      server.hold(.before(2))
      let isTime = Moment()
      try await withThrowingTaskGroup(of: FlowformProcess.Finished.self) { group in
        group.addTask { try await flowform.interrupted(["plan"], once: isTime) }
        try await server.held.wait()
        #expect(server.requests.last?.hasPrefix("GET /api/v3/flows/instances/") == true)
        #expect(try !store.load().hasOpenJournal, "the plan has recovered the state by now")
        let other = try await store.hold(command: "apply")
        isTime.come()
        let plan = try await group.next()
        #expect(plan?.status == 130, "\(plan?.error ?? "")")
        server.release()
        server.hold(nil)
        let third = try await flowform("apply", "--yes")
        #expect(third.status == 1 && third.error.contains("locked"), "\(third.error)\(third.output)")
        #expect(server.writes.isEmpty)
        #expect(await other.release() == nil)
        #expect(try await flowform("apply", "--yes").status == 0)
        #expect(try store.lockStatus() == .free)
      }
    }
  }

  private static func leaveJournal(in store: StateStore) async throws {
    let held = try await store.hold(command: "apply")
    let journal = try held.beginJournal(try await held.recover().snapshot)
    try await journal.append(.done(.flow("old"), StateBackendTests.record("old")))
    _ = await held.release()
  }

  /// What is registered is done on an end at once, and only until its body is through, however it ends.
  @Test func aCleanUpLastsAsLongAsItsBody() async throws {
    struct Failure: Error {}
    let cleanUps = CleanUps()
    let done = Mutex<[String]>([])
    @Sendable func note(_ name: String) -> @Sendable () -> Void {
      { done.withLock { $0.append(name) } }
    }
    try await cleanUps.during(note("outer")) {
      try await cleanUps.during(note("inner")) {}
      await #expect(throws: Failure.self) {
        try await cleanUps.during(note("failed")) { throw Failure() }
      }
      try await cleanUps.during(note("second")) { cleanUps.run() }
    }
    cleanUps.run()
    #expect(done.withLock { $0 } == ["second", "outer"])
  }
}
