import Blueprints
import Catalog
import Model
import Operations
import OperationsSupport
import OrderedCollections
import Planning
import Remote
import Sandbox
import State
import Synchronization
import TestSupport

/// A folder with blueprints and a state, and a server, for operations that run in this process.
final class Scene: Sendable {
  static let server = "https://a.example"

  let directory: TemporaryDirectory
  let sandbox: SandboxServer
  private let heard = Mutex<[Notice]>([])

  init(_ blueprint: String = "version: 1\nentries: []\n", configuration: SandboxConfiguration = .init())
    throws
  {
    directory = try TemporaryDirectory()
    sandbox = try SandboxServer(configuration)
    try write(blueprint)
  }

  /// Blueprints of flows: the slug and the title of each.
  static func flows(_ titles: KeyValuePairs<String, String>) -> String {
    TitledFlows.text(titles)
  }

  static let blueprintName = "blueprint.yaml"

  /// The path of the blueprint, or of another file in the folder.
  func path(_ name: String = blueprintName) -> String { directory.path(name) }

  func write(_ text: String, to name: String = blueprintName) throws { try directory.write(text, to: name) }

  var store: StateStore { StateStore(path: directory.path("state.json")) }

  /// The notices of all operations so far.
  var notices: [Notice] { heard.withLock { $0 } }

  // MARK: - The server

  var engine: EngineTransport { EngineTransport(sandbox: sandbox) }

  /// Makes an object as somebody else would.
  @discardableResult
  func add(_ body: Value, to path: String) async throws -> Value {
    try await APIClient(engine).write(APIRequest(.post, path, body: body))
  }

  @discardableResult
  func addFlow(_ slug: String, title: String = "T", designation: String = "authentication") async throws
    -> Value
  {
    try await add(
      [
        "slug": .string(slug), "name": .string(slug), "title": .string(title),
        "designation": .string(designation),
      ], to: "/flows/instances/")
  }

  func change(_ path: String, _ body: Value) async throws {
    _ = try await APIClient(engine).write(APIRequest(.patch, path, body: body))
  }

  func delete(_ path: String) async throws {
    _ = try await APIClient(engine).write(APIRequest(.delete, path))
  }

  func slugs() async throws -> [String] {
    let flows = try await APIClient(engine).read("/flows/instances/")["results"]?.list ?? []
    return flows.compactMap { $0["slug"]?.string }.sorted()
  }

  func object(_ path: String) async throws -> Value { try await APIClient(engine).read(path) }

  func flow(_ slug: String) async throws -> Value { try await object("/flows/instances/\(slug)/") }

  /// The key of a group.
  func group(_ name: String) async throws -> Value { try await key(of: name, in: "/core/groups/") }

  /// The key of a policy.
  func policy(_ name: String) async throws -> Value { try await key(of: name, in: "/policies/all/") }

  private func key(of name: String, in path: String) async throws -> Value {
    let found = try await APIClient(engine).read(path)["results"]?.list ?? []
    return found.first { $0["name"]?.string == name }?["pk"] ?? .null
  }

  // MARK: - Operations

  /// With pauses that take no time.
  func session(
    _ transport: (any APITransport)? = nil, state: (any StateBackend)? = nil, server: String = server,
    variables: [String: String] = [:], toolVersion: String = "test"
  ) throws -> Session {
    var policy = RetryPolicy()
    policy.sleep = { _ in await Task.yield() }
    policy.firstContactLimit = policy.limit
    let catalog = try EmbeddedCatalog.v2026_5_rc1.load()
    let api = LiveAPI(APIClient(transport ?? engine, policy: policy), parallelism: 1)
    let context = RunContext(variables: variables, toolVersion: toolVersion) { notice in
      self.heard.withLock { $0.append(notice) }
    }
    return Session(
      ServerSession(api: api, catalog: catalog, version: catalog.version, name: server, parallelism: 1),
      state ?? store, context)
  }

  /// A request for a plan of the blueprint in the folder.
  func request(
    limits: DeleteLimits = DeleteLimits(isEnforced: true), variables: [String: String] = [:],
    context: ValueMap = [:]
  ) -> PlanRequest {
    PlanRequest(
      files: BlueprintFiles([path()]), paths: [path()],
      options: DesiredSet.Options(
        context: context, environment: EnvironmentAccess(variables: variables),
        readFile: FileAccess().readingOnce()),
      limits: limits)
  }

  func plan(_ request: PlanRequest, _ session: Session) async throws -> Plan {
    switch try await PlanOperation(session).run(request) {
    case .made(let made): made.plan
    case .invalid(let findings): throw Invalid(findings: findings)
    }
  }

  var planPath: String { directory.path("plan.json") }

  /// Saves a plan, and reads it again.
  func savedPlan(variables: [String: String] = [:]) async throws -> Plan {
    var request = request(variables: variables)
    request.willBeSaved = true
    switch try await PlanOperation(session(variables: variables)).run(request) {
    case .made(let made): try PlanFile.write(made, to: planPath)
    case .invalid(let findings): throw Invalid(findings: findings)
    }
    return try PlanFile.read(planPath).plan
  }

  /// Applies the blueprint in the folder, which must succeed.
  func apply(server: String = server) async throws {
    let result = try await ApplyOperation(session(server: server)).run(.request(request()), ApplyAudience())
    guard case .done(let done) = result, done.isComplete, done.stateFailure == nil else {
      throw NotApplied(result: result)
    }
  }

  struct Invalid: Error { let findings: [Diagnostic] }
  struct NotApplied: Error { let result: ApplyResult }
}
