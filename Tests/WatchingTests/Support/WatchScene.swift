import Blueprints
import Catalog
import Foundation
import Logging
import Model
import Monitoring
import Operations
import OperationsSupport
import OrderedCollections
import Planning
import Remote
import Sandbox
import ServiceLifecycle
import State
import Synchronization
import TestSupport

@testable import Watching

/// A folder with blueprints, a server and a state, for services that run in this process at high speed.
final class WatchScene: Sendable {
  let directory: TemporaryDirectory
  let sandbox: SandboxServer
  let server: SwitchedTransport
  let log = LogRecord()

  init(_ blueprint: String) throws {
    directory = try TemporaryDirectory()
    sandbox = try SandboxServer(SandboxConfiguration())
    server = SwitchedTransport(EngineTransport(sandbox: sandbox))
    try write(blueprint)
  }

  /// Blueprints of flows: the slug and the title of each.
  static func flows(_ titles: KeyValuePairs<String, String>) -> String {
    TitledFlows.text(titles)
  }

  var folder: String { directory.path("blueprints") }

  func write(_ text: String, to name: String = "flows.yaml") throws {
    try directory.write(text, to: "blueprints/\(name)")
  }

  func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: directory.path("blueprints/\(name)"))
  }

  var store: StateStore { StateStore(path: directory.path("state.json")) }

  /// The titles of the flows on the server, by slug.
  func titles() async throws -> [String: String] {
    let flows = try await APIClient(EngineTransport(sandbox: sandbox)).read("/flows/instances/")["results"]?
      .list
    return Dictionary(
      (flows ?? []).map { ($0["slug"]?.string ?? "", $0["title"]?.string ?? "") }, uniquingKeysWith: { $1 })
  }

  /// Changes a flow as somebody else would.
  func change(_ slug: String, title: String) async throws {
    _ = try await APIClient(EngineTransport(sandbox: sandbox))
      .write(APIRequest(.patch, "/flows/instances/\(slug)/", body: ["title": .string(title)]))
  }

  // MARK: - Services

  /// Options with times that a test can wait for.
  static func options(
    applies: Bool = true, interval: Duration = .seconds(600),
    _ change: (inout WatchOptions) -> Void = { _ in }
  ) -> WatchOptions {
    var options = WatchOptions()
    options.applies = applies
    options.interval = interval
    options.pace.poll = .milliseconds(20)
    options.pace.firstPause = .milliseconds(40)
    options.pace.longestPause = .milliseconds(200)
    options.pace.longestTokenPause = .milliseconds(50)
    options.pace.renewal = .milliseconds(50)
    options.pace.patience = .milliseconds(1500)
    options.pace.standBy = .milliseconds(50)
    change(&options)
    return options
  }

  /// A service with what it tells.
  struct Running: Sendable {
    let board: StatusBoard
    let metrics: PrometheusMetrics
    let watch: TargetWatch

    var status: TargetStatus { board["default"] ?? TargetStatus("default") }

    /// Waits until the status is as wanted.
    func until(
      _ what: String, seconds: Double = 60, _ isThere: @Sendable (TargetStatus) async throws -> Bool
    ) async throws {
      let end = ContinuousClock.now + .seconds(seconds)
      while try await !isThere(status) {
        guard ContinuousClock.now < end else { throw Late(what: what, phase: "\(status.phase)") }
        try await Task.sleep(for: .milliseconds(10))
      }
    }

    /// Waits until a measurement has a value.
    func until(_ measurement: String, is value: Int, seconds: Double = 60) async throws {
      try await until("\(measurement) \(value)", seconds: seconds) { _ in
        metrics.text.contains("\(measurement) \(value)\n")
      }
    }
  }

  struct Late: Error {
    let what: String
    let phase: String
  }

  /// Runs a service beside a body, and ends it in an orderly way.
  func running(
    _ options: WatchOptions, state: (any StateBackend)? = nil, others: [String] = [],
    request change: @escaping @Sendable (inout PlanRequest) -> Void = { _ in },
    _ body: @escaping @Sendable (Running) async throws -> Void
  ) async throws {
    let board = StatusBoard(["default"])
    let metrics = PrometheusMetrics(WatchMetrics.meanings)
    let logger = Logger(label: "test") { _ in self.log }
    let watch = TargetWatch(
      target(options, state, others, change), options, board: board, metrics: WatchMetrics(metrics),
      log: logger)
    let group = ServiceGroup(
      services: [watch], gracefulShutdownSignals: [],
      logger: Logger(label: "group") { _ in SwiftLogNoOpLogHandler() })
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      let result: Result<Void, any Error>
      do { result = .success(try await body(Running(board: board, metrics: metrics, watch: watch))) } catch {
        result = .failure(error)
      }
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
      try result.get()
    }
  }

  private func target(
    _ options: WatchOptions, _ state: (any StateBackend)?, _ others: [String],
    _ change: @escaping @Sendable (inout PlanRequest) -> Void
  ) -> WatchTarget {
    let context = RunContext(variables: [:], toolVersion: "test")
    let paths = [folder]
    let roots = [directory.path("")]
    return WatchTarget(
      name: "default", paths: paths, otherFiles: others,
      request: { files in
        var request = PlanRequest(
          files: files, paths: paths,
          options: DesiredSet.Options(readFile: FileAccess(roots: roots).readingOnce()),
          limits: DeleteLimits(isEnforced: options.applies))
        change(&request)
        return request
      },
      open: { body in
        let session = try self.session(state ?? self.store, context)
        // The first request of a real connection finds out what the server is.
        do { _ = try await session.server.api.version() } catch let error as APIError {
          throw OperationError(error)
        }
        await body(session)
      })
  }

  private func session(_ state: any StateBackend, _ context: RunContext) throws -> Session {
    var policy = RetryPolicy()
    policy.sleep = { _ in await Task.yield() }
    policy.firstContactLimit = policy.limit
    let catalog = try EmbeddedCatalog.v2026_5_rc1.load()
    let api = LiveAPI(APIClient(server, policy: policy), parallelism: 1)
    return Session(
      ServerSession(
        api: api, catalog: catalog, version: catalog.version, name: "https://a.example", parallelism: 1),
      state, context)
  }
}
