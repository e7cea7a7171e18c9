import Applying
import Catalog
import EndToEndSupport
import Foundation
import Model
import OperationsSupport
import OrderedCollections
import Planning
import Remote
import Sandbox
import State
import Subprocess
import Synchronization
import SystemPackage
import TestSupport
import Testing

/// SIGKILL at every point of an apply, and the recovery by the next run.
@Suite(.serialized, .enabled(if: LongTests.areWanted, LongTests.hint))
struct KillTests {
  private static let blueprint = MixedText(parts: 4)

  /// A folder, a server, and the process to kill.
  private struct Scene: Sendable {
    let folder: URL
    let server: GatedServer
    let flowform: FlowformProcess

    var blueprints: String { folder.appending(path: "blueprints").path }
    var url: String { flowform.variables["AUTHENTIK_URL"] ?? "" }

    /// The arguments of an apply in a process of its own, as a user runs it.
    func arguments(_ parallelism: Int) -> [String] {
      ["apply", "--yes", "--parallelism", "\(parallelism)", blueprints]
    }

    static func with<Result: Sendable>(
      _ body: @escaping @Sendable (Scene) async throws -> Result
    ) async throws -> Result {
      let directory = try TemporaryDirectory()
      let folder = directory.url
      try directory.write(blueprint.text, to: "blueprints/all.yaml")
      let server = try GatedServer()
      return try await server.withRunning { port in
        let variables = [
          "AUTHENTIK_URL": "http://127.0.0.1:\(port)", "AUTHENTIK_TOKEN": "sandbox-admin",
        ]
        return try await body(
          Scene(
            folder: folder, server: server,
            flowform: FlowformProcess(folder: folder.path, variables: variables)))
      }
    }

    var journal: String { folder.appending(path: "flowform.state.json.journal").path }
    var synced: String { folder.appending(path: "synced").path }

    var store: StateStore { StateStore(path: folder.appending(path: "flowform.state.json").path) }

    /// Checks that the state is valid and true. The next run finishes, and the run after it has nothing to do. At one
    /// point in eight, these are real processes. At the others, they run in this process.
    func expectRecovery(_ point: String, _ number: Int, losesPower: Bool = false) async throws {
      let state = try store.load().snapshot
      let engine = EngineTransport(sandbox: server.sandbox)
      let there = try await engine.mixedObjects()
      #expect(there.count >= state.resources.count, "\(point)")
      #expect(there.count <= state.resources.count + state.intents.count || losesPower, "\(point)")
      let isReal = number % 8 == 0
      try await applyAgain(isReal, engine, point)
      #expect(try await engine.mixedObjects() == blueprint.objects, "\(point)")
      let settled = try store.load()
      #expect(settled.snapshot.resources.count == blueprint.count, "\(point)")
      #expect(settled.snapshot.intents.isEmpty && !settled.hasOpenJournal, "\(point)")
      // An object with a unique key is recorded as flowform's own, however it was created. Without the intent, that is
      // not possible.
      let adopted = settled.snapshot.resources.values.filter { $0.origin == .adopted }
      #expect(
        losesPower
          || adopted.allSatisfy { $0.kind.hasSuffix("invitation") || $0.kind.hasSuffix("policybinding") },
        "\(point)")
      server.hold(nil)
      let writes = try await applyAgain(isReal, engine, point)
      #expect(writes == 0 && server.writes.isEmpty, "\(point)")
      #expect(try store.load().snapshot == settled.snapshot, "\(point)")
    }

    /// Returns the number of planned writes, or 0 for a real process: the server counts its writes.
    @discardableResult
    private func applyAgain(_ isReal: Bool, _ engine: EngineTransport, _ point: String) async throws -> Int {
      guard !isReal else {
        let plan = try await flowform("plan", blueprints)
        #expect(plan.status == 0, "\(point): \(plan.error)")
        let apply = try await flowform.run(arguments(4))
        #expect(apply.status == 0, "\(point): \(apply.error)")
        return 0
      }
      let apply = try await ApplyInProcess(paths: [blueprints], store: store, server: url).run(engine)
      #expect(apply.outcome.isComplete, "\(point)")
      return apply.plan.changes.count { $0.action.isWrite }
    }
  }

  /// Runs the bodies concurrently, as many as the machine benefits from.
  private func each<Item: Sendable>(
    _ items: [Item], _ body: @escaping @Sendable (Item) async throws -> Void
  ) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (number, item) in items.enumerated() {
        if number >= 3 { try await group.next() }
        group.addTask { try await body(item) }
      }
      try await group.waitForAll()
    }
  }

  /// With one request at a time, and with several.
  @Test(arguments: [1, 5]) func beforeAndAfterEachRequest(_ parallelism: Int) async throws {
    let total = try await Scene.with { scene in
      let apply = try await scene.flowform.run(scene.arguments(parallelism))
      #expect(apply.status == 0, "\(apply.error)")
      return scene.server.requests.count
    }
    let points = (1...total).flatMap { [GatedServer.Point.before($0), .after($0)] }
    #expect(points.count >= 55)
    try await each(Array(points.enumerated())) { number, point in
      try await Scene.with { scene in
        scene.server.hold(point)
        let killed = try await scene.flowform.interrupted(
          scene.arguments(parallelism), with: .kill, once: scene.server.held)
        #expect(killed.status == 128 + 9)
        scene.server.release()
        try await scene.expectRecovery("\(point)", number)
      }
    }
  }

  /// Before, in the middle of and after each write of journal, state and lock. After a power failure, only the synced
  /// part of the journal is on the disk.
  @Test(arguments: [false, true]) func beforeInAndAfterEachWriteOfJournalAndState(
    _ losesPower: Bool
  ) async throws {
    let directory = try TemporaryDirectory()
    let crash = try await CrashPoints(in: directory.path)
    let count = directory.path("count")
    let total = try await Scene.with { scene in
      var flowform = scene.flowform
      flowform.variables.merge(crash.variables(counting: count)) { $1 }
      let apply = try await flowform.run(scene.arguments(1))
      #expect(apply.status == 0, "\(apply.error)")
      return Int(try String(contentsOfFile: count, encoding: .utf8)) ?? 0
    }
    // Their number varies a little, since entries that come together are written at once.
    let points = Array(1...max(total, 1))
    let killedCount = Mutex(0)
    try await each(Array(points.enumerated())) { number, point in
      try await Scene.with { scene in
        var flowform = scene.flowform
        flowform.variables.merge(crash.variables(endingAt: point, syncedIn: scene.synced)) { $1 }
        let killed = try await flowform.run(scene.arguments(1))
        // A run with fewer calls than the first one ends by itself.
        #expect(killed.status == 128 + 9 || (killed.status == 0 && point > total * 4 / 5), "\(point)")
        if killed.status != 0 { killedCount.withLock { $0 += 1 } }
        if losesPower { CrashPoints.losePower(scene.journal, syncedIn: scene.synced) }
        try await scene.expectRecovery("call \(point)", number, losesPower: losesPower)
      }
    }
    // Together with `beforeAndAfterEachRequest`, there are more than 200.
    #expect(killedCount.withLock { $0 } >= 110, "\(total)")
  }

  /// The intent for an object that the server would create twice must survive any end of the machine.
  @Test func whatHasNoKeyIsOnTheDiskBeforeItIsSent() async throws {
    let directory = try TemporaryDirectory()
    let crash = try await CrashPoints(in: directory.path)
    let requests = try await Scene.with { scene in
      let apply = try await scene.flowform.run(scene.arguments(1))
      #expect(apply.status == 0, "\(apply.error)")
      return scene.server.requests
    }
    let points = requests.indices.filter {
      requests[$0].hasPrefix("POST") && requests[$0].contains("/invitation/invitations/")
    }
    #expect(!points.isEmpty)
    try await each(points) { point in
      try await Scene.with { scene in
        var flowform = scene.flowform
        flowform.variables.merge(crash.variables(syncedIn: scene.synced)) { $1 }
        scene.server.hold(.before(point + 1))
        let killed = try await flowform.interrupted(
          scene.arguments(1), with: .kill, once: scene.server.held)
        #expect(killed.status == 128 + 9)
        scene.server.release()
        #expect(scene.server.requests.last?.contains("/invitation/invitations/") == true)
        CrashPoints.losePower(scene.journal, syncedIn: scene.synced)
        let kinds = try scene.store.load().snapshot.intents.values.map(\.kind)
        #expect(kinds.contains("authentik_stages_invitation.invitation"), "\(point): \(kinds)")
      }
    }
  }

  /// While a run undoes its steps: the remaining steps are in the state, and the next run reports them.
  @Test func whileARunUndoesWhatItDid() async throws {
    let small = MixedText(parts: 2)
    let refused = """
        - model: authentik_core.user
          identifiers: {username: refused}
          attrs: {name: Refused, path: /outside, attributes: {after: !KeyOf flow-1}}

      """
    @Sendable func arguments(_ scene: Scene) throws -> [String] {
      try (small.text + refused).write(
        to: scene.folder.appending(path: "blueprints/all.yaml"), atomically: true, encoding: .utf8)
      return scene.arguments(1) + ["--on-failure", "rollback"]
    }
    let requests = try await Scene.with { scene in
      let apply = try await scene.flowform.run(try arguments(scene))
      #expect(apply.status == 1 && apply.output.contains("Rolled back: "), "\(apply.output)")
      #expect(try await EngineTransport(sandbox: scene.server.sandbox).mixedObjects().isEmpty)
      return scene.server.requests
    }
    let begin = try #require(requests.firstIndex { $0.contains("/used_by/") }) + 1
    let stepCount = requests.count { $0.hasPrefix("DELETE ") }
    #expect(stepCount > 5)
    let points = (begin...requests.count).flatMap { [GatedServer.Point.before($0), .after($0)] }
    #expect(points.count > 50)
    let chosen = points.indices.filter { $0 % 4 == 1 }.map { points[$0] }
    try await each(Array(chosen.enumerated())) { number, point in
      try await Scene.with { scene in
        let arguments = try arguments(scene)
        scene.server.hold(point)
        _ = try await scene.flowform.interrupted(arguments, with: .kill, once: scene.server.held)
        scene.server.release()
        let loaded = try scene.store.load()
        let left = try #require(loaded.openRollback, "\(point)")
        #expect(left.stepCount == stepCount && left.left.allSatisfy { $0.action == .create }, "\(point)")
        #expect(Set(left.left.map(\.address)) == Set(loaded.snapshot.resources.keys), "\(point)")
        let engine = EngineTransport(sandbox: scene.server.sandbox)
        let there = try await engine.mixedObjects().count
        let deletes = loaded.snapshot.intents.values.count { $0.action == .delete }
        #expect(
          there <= loaded.snapshot.resources.count && there >= loaded.snapshot.resources.count - deletes,
          "\(point)")
        func write(_ text: String) throws {
          try text.write(
            to: scene.folder.appending(path: "blueprints/all.yaml"), atomically: true, encoding: .utf8)
        }
        if number % 8 == 4 {
          // The advice of the note.
          try write("version: 1\nentries: []\n")
          let undone = try await scene.flowform(
            "apply", "--yes", "--prune", "--max-deletes", "11", scene.blueprints)
          #expect(undone.status == 0, "\(point): \(undone.error)")
          #expect(try await engine.mixedObjects().isEmpty, "\(point)")
          #expect(try scene.store.load().snapshot.resources.isEmpty, "\(point)")
        }
        try write(small.text)
        if number % 8 == 0 {
          let plan = try await scene.flowform("plan", scene.blueprints)
          #expect(plan.status == 0)
          let named = left.left.map { "  created \($0.address)\n" }
          #expect(
            plan.error.contains(
              named.isEmpty
                ? "during its rollback; nothing is left to undo\n"
                : "during its rollback; of \(stepCount) steps, these are left:\n\(named.joined())to undo them"
            ),
            "\(plan.error)")
          #expect(plan.output.contains("\(11 - there) to create"), "\(plan.output)")
        }
        let apply = ApplyInProcess(paths: [scene.blueprints], store: scene.store, server: scene.url)
        #expect(try await apply.run(engine).outcome.isComplete, "\(point)")
        #expect(try await engine.mixedObjects() == small.objects, "\(point)")
        #expect(try await apply.run(engine).plan.summary.hasChanges == false, "\(point)")
      }
    }
  }
}
