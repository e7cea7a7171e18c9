import Catalog
import Model
import OrderedCollections
import Testing

@testable import Sandbox

/// The start and stop of the server, and its connections.
@Suite(.timeLimit(.minutes(30)))
struct ServerTests {
  /// On a busy machine, a client may wait longer than a real server would keep its connection.
  private static var patient: SandboxConfiguration {
    var configuration = SandboxConfiguration()
    configuration.idleSeconds = 60
    return configuration
  }

  @Test func aPortInUseIsSaid() async throws {
    let error = try await Flows.withSandbox { client in
      await #expect(throws: SandboxError.self) {
        var configuration = SandboxConfiguration()
        configuration.port = client.port
        try await SandboxServer(configuration).withRunning { _ in }
      }
    }
    #expect(error.map { "\($0)".contains("is in use; choose another one") } == true)
  }

  @Test func runStopsAtOnceWhenCancelled() async throws {
    var configuration = SandboxConfiguration()
    configuration.idleSeconds = 3600
    let server = try SandboxServer(configuration)
    let clock = ContinuousClock()
    let (ports, announcement) = AsyncStream<Int>.makeStream()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await server.run { announcement.yield($0) } }
      let port = try #require(await ports.first { _ in true })
      let client = RawClient(port: port)
      // An idle keep-alive connection stays open while the server is stopped.
      group.addTask {
        _ = try? await client.exchange(Array("GET /-/health/live/ HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
      }
      #expect(try await client.send("GET", "/-/health/live/")?.status == 200)
      let start = clock.now
      group.cancelAll()
      while let result = await group.nextResult() {
        if case .failure(let error) = result, !(error is CancellationError) { throw error }
      }
      // The stop did not wait for the idle connection. The limit is high, since the machine may be busy.
      #expect(clock.now - start < .seconds(30))
    }
  }

  @Test func theBodysErrorComesOut() async throws {
    struct Mine: Error {}
    await #expect(throws: Mine.self) {
      try await SandboxServer(SandboxConfiguration()).withRunning { _ in throw Mine() }
    }
  }

  @Test func closesAfterTwoSecondsUnlessToldOtherwise() {
    #expect(SandboxConfiguration().idleSeconds == 2)
  }

  /// The time is longer than the real one: a busy machine must have answered by then.
  @Test func idleConnectionsAreClosed() async throws {
    let clock = ContinuousClock()
    let start = clock.now
    let answer = try await Flows.withSandbox(.v2026_5_rc1, { $0.idleSeconds = 6 }) { client in
      let request = "GET /-/health/live/ HTTP/1.1\r\nHost: a\r\n\r\n"
      return try await client.exchange(Array((request + request).utf8))
    }
    #expect(clock.now - start > .seconds(5))
    #expect(String(decoding: answer, as: UTF8.self).split(separator: "HTTP/1.1 200").count == 2)
  }

  @Test func requestsAreLogged() async throws {
    let server = try SandboxServer(Self.patient)
    try await server.withRunning { port in
      let client = RawClient(port: port)
      _ = try await client.ask("GET", Flows.path + "?page=9")
      _ = try await client.ask("POST", Flows.path, Flows.body("a"))
    }
    #expect(
      server.requests.entries == [
        RequestLog.Entry(method: "GET", path: Flows.path + "?page=9", status: 404),
        RequestLog.Entry(method: "POST", path: Flows.path, status: 201),
      ])
    server.requests.reset()
    #expect(server.requests.entries.isEmpty)
  }

  @Test func onlyJSONIsRendered() async throws {
    let cases = [
      ("", "*/*", 200), ("", "text/html, application/json;q=0.9", 200), ("", "text/html", 406),
      ("?format=json", "*/*", 200), ("?format=xml", "*/*", 404),
    ]
    try await Flows.withSandbox { client in
      for (query, accept, status) in cases {
        let headers = [("Authorization", "Bearer sandbox-admin"), ("Accept", accept)]
        let response = try await client.send("GET", Flows.path + query, headers: headers)
        #expect(response?.status == status, "\(query) \(accept)")
      }
    }
  }

  @Test func headHasTheLengthOfGet() async throws {
    try await Flows.withSandbox { client in
      let get = try await client.ask("GET", Flows.path)
      let head = try await client.ask("HEAD", Flows.path)
      #expect(head.status == 200)
      #expect(head.body.isEmpty)
      #expect(head.headers["content-length"] == String(get.body.count))
    }
  }
}
