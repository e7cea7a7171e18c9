import Catalog
import Foundation
import Model
import OrderedCollections
import Remote
import Sandbox
import StateFile
import Subprocess
import SystemPackage
import Testing

/// SIGKILL at every point of an apply, and what the next one makes of it.
@Suite(.serialized)
struct KillTests {
  private static let blueprint = MixedText(parts: 4)

  /// A folder, a server and the process that is killed.
  private struct Scene: Sendable {
    let folder: URL
    let server: GatedServer
    var flowform: FlowformProcess

    static func with<Result: Sendable>(
      _ body: @escaping @Sendable (Scene) async throws -> Result
    ) async throws -> Result {
      let folder = FileManager.default.temporaryDirectory.appending(path: "flowform-\(UUID().uuidString)")
      try FileManager.default.createDirectory(
        at: folder.appending(path: "blueprints"), withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      try blueprint.text.write(
        to: folder.appending(path: "blueprints/all.yaml"), atomically: true, encoding: .utf8)
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

    var store: StateStore { StateStore(path: folder.appending(path: "flowform.state.json").path) }

    /// The state is valid, and true as far as it goes; the next run finishes, and the one after it has
    /// nothing to do.
    func expectRecovery(_ point: String) async throws {
      let state = try store.load().snapshot
      let engine = EngineTransport(sandbox: server.sandbox)
      let there = try await engine.mixedObjects()
      #expect(there.count >= state.resources.count, "\(point)")
      #expect(there.count <= state.resources.count + state.intents.count, "\(point)")
      let apply = try await flowform("apply", "--yes")
      #expect(apply.status == 0, "\(point): \(apply.error)")
      #expect(try await engine.mixedObjects() == blueprint.objects, "\(point)")
      let settled = try store.load()
      #expect(settled.snapshot.resources.count == blueprint.count, "\(point)")
      #expect(settled.snapshot.intents.isEmpty && !settled.hasOpenJournal, "\(point)")
      // What has a unique key is known as flowform's own, however it came to be.
      let adopted = settled.snapshot.resources.values.filter { $0.origin == .adopted }
      #expect(
        adopted.allSatisfy { $0.kind.hasSuffix("invitation") || $0.kind.hasSuffix("policybinding") },
        "\(point)")
      server.hold(nil)
      let again = try await flowform("apply", "--yes")
      #expect(again.status == 0 && server.writes.isEmpty, "\(point): \(again.error)")
      #expect(try store.load().snapshot == settled.snapshot, "\(point)")
    }
  }

  /// Runs bodies side by side, as many as there is some gain in.
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

  /// With one request at a time and with several under way.
  @Test(arguments: [1, 5]) func beforeAndAfterEachRequest(_ parallelism: Int) async throws {
    let arguments = ["apply", "--yes", "--parallelism", "\(parallelism)"]
    let total = try await Scene.with { scene in
      let apply = try await scene.flowform.run(arguments)
      #expect(apply.status == 0, "\(apply.error)")
      return scene.server.requests.count
    }
    let points = (1...total).flatMap { [GatedServer.Point.before($0), .after($0)] }
    #expect(points.count >= 55)
    try await each(points) { point in
      try await Scene.with { scene in
        scene.server.hold(point)
        let killed = try await scene.flowform.interrupted(arguments, with: .kill) { _ in
          scene.server.isHolding
        }
        #expect(killed.status == 128 + 9)
        scene.server.release()
        try await scene.expectRecovery("\(point)")
      }
    }
  }

  /// Before, in the middle of and after each write of journal, state and lock.
  @Test func beforeInAndAfterEachWriteOfJournalAndState() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "flowform-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let crash = try await CrashPoints(in: folder.path)
    let arguments = ["apply", "--yes", "--parallelism", "1"]
    let count = folder.appending(path: "count").path
    let total = try await Scene.with { scene in
      var flowform = scene.flowform
      flowform.variables.merge(crash.variables(endingAt: 0, counting: count)) { $1 }
      let apply = try await flowform.run(arguments)
      #expect(apply.status == 0, "\(apply.error)")
      return Int(try String(contentsOfFile: count, encoding: .utf8)) ?? 0
    }
    // All of the first and the last, and every other one of the many appends between.
    let points = (1...max(total, 1)).filter { $0 <= 20 || $0 > total - 30 || $0 % 2 == 0 }
    #expect(points.count >= 100, "\(total)")
    try await each(points) { point in
      try await Scene.with { scene in
        var flowform = scene.flowform
        flowform.variables.merge(crash.variables(endingAt: point)) { $1 }
        let killed = try await flowform.run(arguments)
        #expect(killed.status == 128 + 9, "\(point)")
        try await scene.expectRecovery("call \(point)")
      }
    }
  }
}
