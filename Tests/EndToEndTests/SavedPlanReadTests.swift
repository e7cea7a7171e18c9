import Applying
import Blueprints
import Catalog
import Foundation
import Model
import Operations
import Planning
import Remote
import RemoteSupport
import Sandbox
import State
import TestSupport
import Testing

/// The files of a saved plan are read once: what is compared with the plan is what is applied.
struct SavedPlanReadTests {
  private static let blueprint = """
    version: 1
    entries:
      - model: authentik_core.user
        identifiers: {username: ada}
        attrs: {name: Ada, password: !File secret.txt}
    """

  private final class Scene: Sendable {
    let directory: TemporaryDirectory
    let sandbox: SandboxServer
    let context = RunContext(variables: [:], toolVersion: "test")

    init() throws {
      directory = try TemporaryDirectory()
      sandbox = try SandboxServer(SandboxConfiguration())
      try write(SavedPlanReadTests.blueprint, to: "users.yaml")
      try write("a secret of then", to: "secret.txt")
    }

    var store: StateStore { StateStore(path: directory.path("state.json")) }

    func write(_ text: String, to name: String) throws { try directory.write(text, to: name) }

    func session(_ transport: any APITransport) throws -> Session {
      let catalog = try EmbeddedCatalog.newest.load()
      let server = ServerSession(
        api: LiveAPI(APIClient(transport), parallelism: 1), catalog: catalog, version: catalog.version,
        name: "https://a.example", parallelism: 1)
      return Session(server, store, context)
    }

    var request: PlanRequest {
      let paths = [directory.path("users.yaml")]
      var request = PlanRequest(
        files: BlueprintFiles(paths), paths: paths,
        options: DesiredSet.Options(readFile: FileAccess().readingOnce()),
        limits: DeleteLimits(isEnforced: true))
      request.willBeSaved = true
      return request
    }

    /// Saves a plan, and applies it while the files are disturbed.
    func apply(disturbing disturb: @escaping @Sendable () -> Void) async throws -> ApplyResult {
      let engine = EngineTransport(sandbox: sandbox)
      let path = directory.path("plan.json")
      guard case .made(let made) = try await PlanOperation(session(engine)).run(request)
      else { throw CancellationError() }
      try PlanFile.write(made, to: path)
      let session = try session(
        ScriptedTransport { request, before in
          if before.all == 0 { disturb() }
          return await .from(engine, request)
        })
      return try await ApplyOperation(session)
        .run(.saved(PlanFile.read(path), path: path, request), ApplyAudience())
    }
  }

  @Test func aBlueprintThatChangesMeanwhileDoesNotCount() async throws {
    let scene = try Scene()
    let result = try await scene.apply {
      try? scene.write("version: 1\nentries: []", to: "users.yaml")
    }
    guard case .done(let done) = result else {
      Issue.record("\(result)")
      return
    }
    #expect(done.isComplete && done.stateFailure == nil)
    let users = try await APIClient(EngineTransport(sandbox: scene.sandbox)).read(
      "/core/users/", query: [(name: "username", value: "ada")])
    #expect(users["results"]?.list?.first?["name"] == "Ada")
  }

  @Test func aSecretThatChangesMeanwhileIsRefused() async throws {
    let scene = try Scene()
    let error = await #expect(throws: OperationError.self) {
      try await scene.apply { try? scene.write("a secret of now", to: "secret.txt") }
    }
    #expect(error?.message.contains("is stale: the file ") == true, "\(error?.message ?? "")")
    #expect(error?.message.contains("secret.txt has changed") == true)
  }
}
