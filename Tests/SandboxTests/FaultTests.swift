import Catalog
import Model
import OrderedCollections
import Testing

@testable import Sandbox

/// The faults that a sandbox can have.
struct FaultTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let kind: FaultKind
    /// Nil if there is no answer.
    let status: Int?
    /// True if the write is carried out.
    let isDone: Bool
    let contentType: String?
    let header: (name: String, value: String)?

    init(
      _ kind: FaultKind, _ status: Int?, isDone: Bool, _ contentType: String? = nil,
      _ header: (name: String, value: String)? = nil
    ) {
      self.kind = kind
      self.status = status
      self.isDone = isDone
      self.contentType = contentType
      self.header = header
    }

    var testDescription: String { kind.rawValue }
  }

  static let cases: [Case] = [
    Case(.tooManyRequests, 429, isDone: false, "text/plain", ("retry-after", "1")),
    Case(.unavailable, 503, isDone: false, "text/plain", ("retry-after", "1")),
    Case(.serverErrorBefore, 500, isDone: false, "text/plain; charset=utf-8"),
    Case(.serverErrorAfter, 500, isDone: true, "text/plain; charset=utf-8"),
    Case(.crashAfter, 405, isDone: true, "text/html; charset=utf-8", ("allow", "GET, HEAD, OPTIONS")),
    Case(.resetBefore, nil, isDone: false),
    Case(.resetAfter, nil, isDone: true),
    Case(.garbage, 200, isDone: true, "application/json"),
    Case(.truncated, 201, isDone: true, "application/json"),
  ]

  @Test(arguments: cases)
  func aWriteMeets(_ example: Case) async throws {
    var configuration = SandboxConfiguration()
    configuration.idleSeconds = 60
    configuration.faults = [example.kind: 1]
    let server = try SandboxServer(configuration)
    let body = JSONWriter.bytes(of: Flows.body("a"))
    let response = try await server.withRunning { port in
      try await RawClient(port: port).send(
        "POST", Flows.path,
        headers: [("Authorization", "Bearer sandbox-admin"), ("Content-Type", "application/json")], body: body
      )
    }
    #expect(response?.status == example.status)
    #expect(response?.headers["content-type"] == example.contentType)
    if let header = example.header { #expect(response?.headers[header.name] == header.value) }
    if let response, example.kind != .crashAfter {
      let declared = response.headers["content-length"].flatMap { Int($0) } ?? 0
      #expect((response.body.count < declared) == (example.kind == .truncated))
      #expect(response.json == nil)
    }
    #expect(try await server.count("authentik_flows.flow") == (example.isDone ? 1 : 0))
  }

  @Test func aReadMeetsThemToo() async throws {
    for kind in [FaultKind.serverErrorAfter, .crashAfter, .resetAfter] {
      let status = try await Flows.withSandbox(.v2026_5_rc1, { $0.faults = [kind: 1] }) { client in
        try await client.send("GET", Flows.path)?.status
      }
      #expect(status == FaultTests.cases.first { $0.kind == kind }?.status)
    }
  }

  @Test(.timeLimit(.minutes(30))) func silenceLastsAndTheServerStillStops() async throws {
    let clock = ContinuousClock()
    let start = clock.now
    var configuration = SandboxConfiguration()
    configuration.idleSeconds = 60
    configuration.faults = [.hang: 1]
    let server = try SandboxServer(configuration)
    let answered = try await server.withRunning { port in
      try await withThrowingTaskGroup(of: Bool.self) { group in
        group.addTask { try await RawClient(port: port).send("GET", Flows.path) != nil }
        group.addTask {
          try await Task.sleep(for: .seconds(1))
          return false
        }
        defer { group.cancelAll() }
        return try await group.next() ?? true
      }
    }
    #expect(!answered)
    #expect(clock.now - start > .seconds(0.9))
    #expect(server.requests.entries == [RequestLog.Entry(method: "GET", path: Flows.path, status: nil)])
  }

  @Test func theSameSeedGivesTheSameFaults() {
    func sequence(_ seed: UInt64) -> [FaultKind?] {
      let injector = FaultInjector([.unavailable: 0.2, .garbage: 0.3], seed: seed)
      return (0..<1000).map { _ in injector.next() }
    }
    #expect(sequence(7) == sequence(7))
    #expect(sequence(7) != sequence(8))
    #expect((150...250).contains(sequence(7).count { $0 == .unavailable }))
    #expect((250...350).contains(sequence(7).count { $0 == .garbage }))
    #expect(FaultInjector([:], seed: 1).next() == nil)
  }

  @Test func healthStaysWell() async throws {
    let status = try await Flows.withSandbox(.v2026_5_rc1, { $0.faults = [.unavailable: 1] }) { client in
      try await client.send("GET", "/-/health/live/")?.status
    }
    #expect(status == 200)
  }

  @Test func answersAreDelayed() async throws {
    let waited = try await Flows.withSandbox(.v2026_5_rc1, { $0.delayMilliseconds = 200 }) { client in
      try await ContinuousClock().measure { _ = try await client.ask("GET", Flows.path) }
    }
    #expect(waited >= .milliseconds(200))
  }

  /// The names are a contract with the command line.
  @Test func kindsHaveTheirNames() {
    #expect(
      FaultKind.allCases.map(\.rawValue)
        == [
          "429", "503", "500-before", "500-after", "405-after", "reset-before", "reset-after", "garbage",
          "truncated", "hang",
        ])
  }
}
