import EndToEndSupport
import Foundation
import Model
import OrderedCollections
import Remote
import Sandbox
import Subprocess
import TestSupport
import Testing

/// SIGKILL before and after requests of an apply whose state is in authentik, and the recovery.
@Suite(.serialized, .enabled(if: LongTests.areWanted, LongTests.hint))
struct StateInAuthentikKillTests {
  private static let path = "/api/v3/managed/blueprints/"

  private struct Scene: Sendable {
    let server: GatedServer
    let flowform: FlowformProcess

    static func with(_ body: @escaping @Sendable (Scene) async throws -> Void) async throws {
      let directory = try TemporaryDirectory()
      let folder = directory.path
      try directory.write(FlowText.many(20), to: "blueprints/all.yaml")
      let server = try GatedServer()
      try await server.withRunning { port in
        // The state takes several requests.
        let variables = [
          "AUTHENTIK_URL": "http://127.0.0.1:\(port)", "AUTHENTIK_TOKEN": "sandbox-admin",
          "FLOWFORM_STATE": "authentik", "FLOWFORM_STATE_REQUEST_BYTES": "10000",
        ]
        try await body(Scene(server: server, flowform: FlowformProcess(folder: folder, variables: variables)))
      }
    }
  }

  private static let apply = ["apply", "--yes", "--parallelism", "1"]

  /// Every fifth point: `AuthentikStateTests` kills at all of them, in its own process.
  private static let stride = 5

  @Test func beforeAndAfterRequests() async throws {
    let requestCount = try #require(try await Self.requestCount(killedAt: .before(1)))
    #expect(requestCount > 20, "\(requestCount)")
    let points = (2...requestCount).flatMap { [GatedServer.Point.before($0), .after($0)] }
    for index in Swift.stride(from: 0, to: points.count, by: Self.stride) {
      _ = try await Self.requestCount(killedAt: points[index])
    }
  }

  /// Returns the number of requests of a whole run.
  private static func requestCount(killedAt point: GatedServer.Point) async throws -> Int? {
    let (counts, counted) = AsyncStream.makeStream(of: Int.self)
    try await Scene.with { scene in
      if case .before(1) = point {
        #expect(try await scene.flowform.run(apply).status == 0)
        counted.yield(scene.server.requests.count)
        return
      }
      scene.server.hold(point)
      let killed = try await scene.flowform.interrupted(apply, with: .kill, once: scene.server.held)
      #expect(killed.status == 128 + 9)
      scene.server.release()
      scene.server.hold(nil)
      let unlock = try await scene.flowform("state", "unlock", "--yes")
      #expect(unlock.status == 0, "\(point): \(unlock.error)")
      let next = try await scene.flowform("apply", "--yes")
      #expect(next.status == 0, "\(point): \(next.error)")
      let list = try await scene.flowform("state", "list", "--format", "json")
      let origins = try JSONReader.read(list.output)["resources"]?.list?.map { $0["origin"] ?? .null } ?? []
      #expect(origins == Array(repeating: "created", count: 20), "\(point)")
      scene.server.hold(nil)
      let last = try await scene.flowform("apply", "--yes")
      #expect(last.status == 0, "\(point): \(last.error)")
      let writes = scene.server.writes
      #expect(writes.count == 2 && writes.allSatisfy { $0.contains(path) }, "\(point): \(writes)")
    }
    counted.finish()
    for await count in counts { return count }
    return nil
  }
}
