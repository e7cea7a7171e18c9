import EndToEndSupport
import Model
import OrderedCollections
import TestSupport
import Testing

/// A server that is newer than the tool describes its own kinds of object.
struct ServerCatalogTests {
  private static func blueprint(speed: Int) -> String {
    """
    version: 1
    entries:
      - model: \(FutureServer.model)
        identifiers:
          name: teapot
        attrs:
          speed: \(speed)
    """
  }

  @Test func aKindThatOnlyTheServerKnowsIsPlannedAndApplied() async throws {
    let directory = try TemporaryDirectory()
    let (folder, cache) = (directory.path, directory.path("cache"))
    let server = FutureServer()
    try await server.withRunning { port in
      let flowform = FlowformProcess(
        folder: folder,
        variables: [
          "AUTHENTIK_URL": "http://127.0.0.1:\(port)", "AUTHENTIK_TOKEN": "token",
          "XDG_CACHE_HOME": cache,
        ])
      let apply = try await flowform("apply", "--yes", "-", input: Self.blueprint(speed: 3))
      #expect(apply.status == 0, "\(apply.error)")
      #expect(server.live.count == 1)
      let again = try await flowform("plan", "--detailed-exitcode", "-", input: Self.blueprint(speed: 3))
      #expect(again.status == 0, "\(again.output)")
      let update = try await flowform("apply", "--yes", "-", input: Self.blueprint(speed: 4))
      #expect(update.status == 0, "\(update.error)")
      #expect(server.live.first?["speed"] == 4)
      let wrong = try await flowform("plan", "-", input: Self.blueprint(speed: 10))
      #expect(wrong.status == 1)
      // The document is large and slow, so it is requested once per version.
      #expect(server.requests.count { $0.contains("/schema/") } == 1)
      // Without it, the kind is unknown.
      let offline = try await flowform("plan", "--offline", "-", input: Self.blueprint(speed: 3))
      #expect(offline.status == 1)
      #expect(offline.error.contains("unknown model"), "\(offline.error)")
    }
  }
}
