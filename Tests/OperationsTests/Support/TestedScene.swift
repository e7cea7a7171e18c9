import Applying
import Blueprints
import FlowTesting
import Model
import Operations
import OrderedCollections
import Planning
import Remote
import Synchronization
import TestSupport

/// A scene whose applies are tested. The tests walk no flow: what they say is given.
struct TestedScene {
  let scene: Scene
  /// The moments at which tests ran, with the names of the tests.
  private let runs = Record()

  final class Record: Sendable {
    let moments = Mutex<[ApplyCheckMoment]>([])
    let names = Mutex<[[String]]>([])
  }

  static let tests = """
    tests:
    - {name: a login, flow: login, steps: [{stage: identification}], ends: identification}
    - {name: a recovery, flow: recovery, steps: [{stage: identification}], ends: identification}
    """

  init(_ blueprint: String) throws {
    scene = try Scene(blueprint)
    try scene.write(Self.tests, to: "a.flowtest.yaml")
  }

  var moments: [ApplyCheckMoment] { runs.moments.withLock { $0 } }
  /// The names of the tests of each run.
  var names: [[String]] { runs.names.withLock { $0 } }

  func request(prunes: Bool = true) -> PlanRequest {
    var request = scene.request(limits: DeleteLimits(maxDeletes: 100, isEnforced: true))
    request.prunes = prunes
    request.tests = BlueprintFiles([scene.path("a.flowtest.yaml")], takesTests: true)
    return request
  }

  /// Applies the blueprint. `passes` says whether the tests pass.
  func apply(
    passes: Bool, onFailure: OnFailure = .rollback, source: PlanSource? = nil,
    transport: (any APITransport)? = nil, stop: StopSignal = StopSignal(),
    duringTests: @escaping @Sendable () async -> Void = {},
    report: @escaping @Sendable (ApplyEvent) -> Void = { _ in }
  ) async throws -> ApplyResult {
    let runs = runs
    var operation = ApplyOperation(try scene.session(transport), onFailure: onFailure, stop: stop)
    operation.testing = ApplyTesting { request in
      await duringTests()
      runs.names.withLock { $0.append(request.tests.map(\.name)) }
      let failure = FlowTestFailure(at: request.tests[0].place, "the password stage did not come")
      return FlowTestReport(
        request.tests.map { FlowTestResult($0, passes ? .passed : .failed([failure])) })
    }
    return try await operation.run(
      source ?? .request(request()),
      ApplyAudience(
        report: report, tested: { moment, _ in runs.moments.withLock { $0.append(moment) } }))
  }

  /// The same for an apply that must get as far as the writes.
  func done(
    passes: Bool, onFailure: OnFailure = .rollback, source: PlanSource? = nil,
    stop: StopSignal = StopSignal(), duringTests: @escaping @Sendable () async -> Void = {},
    report: @escaping @Sendable (ApplyEvent) -> Void = { _ in }
  ) async throws -> ApplyResult.Done {
    let result = try await apply(
      passes: passes, onFailure: onFailure, source: source, stop: stop, duringTests: duringTests,
      report: report)
    guard case .done(let done) = result else { throw Scene.NotApplied(result: result) }
    return done
  }

  /// Every live object of the kinds that flows consist of, by path, without keys and what depends on them.
  func objects() async throws -> [String: Set<String>] {
    let client = APIClient(scene.engine)
    let paths = [
      "/flows/instances/", "/flows/bindings/", "/stages/identification/", "/stages/password/",
      "/stages/user_login/", "/stages/prompt/stages/", "/stages/prompt/prompts/", "/policies/dummy/",
      "/policies/bindings/", "/core/groups/", "/core/brands/",
    ]
    var found: [String: Set<String>] = [:]
    for path in paths {
      let list = try await client.read(path, query: [("page_size", "1000")])["results"]?.list ?? []
      let keys = try await names(client)
      found[path] = Set(list.map { Self.text($0, keys) })
    }
    return found
  }

  /// Names for the keys of all objects, so that equal links of different keys are equal.
  private func names(_ client: APIClient) async throws -> [String: String] {
    var names: [String: String] = [:]
    for path in [
      "/flows/instances/", "/stages/all/", "/policies/all/", "/core/groups/", "/stages/prompt/prompts/",
    ] {
      for object in try await client.read(path, query: [("page_size", "1000")])["results"]?.list ?? [] {
        let name = (object["slug"] ?? object["name"])?.string ?? ""
        for key in ["pk", "policybindingmodel_ptr_id"] { object[key]?.string.map { names[$0] = name } }
      }
    }
    for object in try await client.read("/flows/bindings/", query: [("page_size", "1000")])["results"]?.list
      ?? []
    {
      let name = "binding \(object["order"]?.integer ?? 0) of \(names[object["target"]?.string ?? ""] ?? "")"
      for key in ["pk", "policybindingmodel_ptr_id"] { object[key]?.string.map { names[$0] = name } }
    }
    return names
  }

  private static func text(_ object: Value, _ names: [String: String]) -> String {
    let own = ["stages", "pk", "policybindingmodel_ptr_id", "pbm_uuid", "num_pk", "brand_uuid"]
    let shown = (object.map ?? [:]).filter { !own.contains($0.key) && !$0.key.hasSuffix("_obj") }
    // The server orders lists of keys as it likes.
    let sorted = shown.mapValues { value in
      value.list.map { .list($0.sorted { Self.named($0, names) < Self.named($1, names) }) } ?? value
    }
    return named(.map(sorted), names)
  }

  private static func named(_ value: Value, _ names: [String: String]) -> String {
    var text = JSONWriter.write(value, style: .canonical)
    for (key, name) in names { text = text.replacing(key, with: name) }
    return text
  }
}
