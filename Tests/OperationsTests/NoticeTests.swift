import LiveReading
import Model
import Operations
import OrderedCollections
import Planning
import State
import TestSupport
import Testing

/// What an operation says of an interrupted run beside its result.
struct NoticeTests {
  /// A journal of a run that made a flow and began to undo it.
  private static func leaveJournal(_ scene: Scene) async throws {
    let held = try await scene.store.hold(command: "apply")
    let before = try await held.recover().snapshot
    let journal = try held.beginJournal(before)
    let address = ResourceAddress.flow("left")
    try await journal.append(
      .intent(Intent(address: address, action: .create, kind: address.model, hasUniqueKey: true)))
    try await journal.append(
      .done(
        address,
        ResourceRecord(
          kind: address.model, primaryKey: "left", origin: .created, source: "b.yaml", entryID: nil,
          identifiers: ["slug": "left"], dependencies: [], applied: ["title": "T"])))
    try await journal.append(.rollback)
    _ = await held.release()
  }

  /// A plan and an apply take the journal in and say what is left; drift leaves it as it is.
  @Test(arguments: ["plan", "apply", "drift"]) func aRollbackThatIsNotThrough(_ operation: String)
    async throws
  {
    let scene = try Scene()
    try await Self.leaveJournal(scene)
    let session = try scene.session()
    switch operation {
    case "plan": _ = try await scene.plan(scene.request(), session)
    case "apply": _ = try await ApplyOperation(session).run(.request(scene.request()), ApplyAudience())
    default: _ = try await DriftOperation(session).run(paths: [], models: [], moves: [], mode: .auto)
    }
    let left = scene.notices.compactMap { notice in
      if case .openRollback(let rollback) = notice { rollback.left.map(\.address) } else { nil }
    }
    #expect(left == (operation == "drift" ? [] : [[ResourceAddress.flow("left")]]))
    #expect(scene.notices.count == left.count)
    #expect(try scene.store.load().hasOpenJournal == (operation == "drift"))
  }

  /// Another run holds the lock and still writes the journal.
  @Test func aPlanBesideARunReadsTheJournalAndLeavesItThere() async throws {
    let scene = try Scene()
    try await Self.leaveJournal(scene)
    let held = try await scene.store.hold(command: "apply")
    let plan = try await scene.plan(scene.request(), scene.session())
    #expect(plan.vanished == [ResourceAddress.flow("left")])
    #expect(try scene.store.load().hasOpenJournal)
    #expect(scene.notices.count == 1)
    _ = await held.release()
  }
}
