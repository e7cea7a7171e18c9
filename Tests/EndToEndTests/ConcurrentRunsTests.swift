import Applying
import EndToEndSupport
import Foundation
import Model
import OrderedCollections
import ServerSupport
import State
import TestSupport
import Testing

/// Several runs on one state at the same time.
struct ConcurrentRunsTests {
  private static let blueprint = """
    version: 1
    entries:
      - model: authentik_flows.flow
        identifiers: {slug: login}
        attrs: {name: Login, title: T, designation: authentication}
    """

  /// A plan that folded an interrupted run's journal into the state has held the lock and released it. When the plan is
  /// interrupted later, the lock belongs to another run.
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
    try await journal.append(
      .done(
        .flow("old"),
        ResourceRecord(
          kind: "authentik_flows.flow", primaryKey: "old", origin: .created, source: "b.yaml", entryID: nil,
          identifiers: ["slug": "old"], dependencies: [], applied: ["title": "T"])))
    _ = await held.release()
  }
}
