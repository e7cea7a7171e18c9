import Model
import Operations
import Remote
import Synchronization
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

  private static func scene() throws -> Scene {
    let scene = try Scene(blueprint)
    try scene.write("a secret of then", to: "secret.txt")
    return scene
  }

  /// Saves a plan, and applies it while something happens before the first request.
  private static func apply(_ scene: Scene, while disturb: @escaping @Sendable () -> Void) async throws
    -> ApplyResult
  {
    let plan = try await scene.savedPlan()
    let isDisturbed = Mutex(false)
    let server = ChangedTransport(scene.engine) { _ in
      isDisturbed.withLock { isDisturbed in
        if !isDisturbed { disturb() }
        isDisturbed = true
      }
      return nil
    }
    return try await ApplyOperation(scene.session(server))
      .run(.saved(plan, path: scene.planPath, scene.request()), ApplyAudience())
  }

  @Test func aBlueprintThatChangesMeanwhileDoesNotCount() async throws {
    let scene = try Self.scene()
    let result = try await Self.apply(scene) { try? scene.write("version: 1\nentries: []") }
    guard case .done(let done) = result else {
      Issue.record("\(result)")
      return
    }
    #expect(done.isComplete && done.stateFailure == nil)
    let users = try await APIClient(scene.engine).read(
      "/core/users/", query: [(name: "username", value: "ada")])
    #expect(users["results"]?.list?.first?["name"] == "Ada")
  }

  @Test func aSecretThatChangesMeanwhileIsRefused() async throws {
    let scene = try Self.scene()
    let error = await #expect(throws: OperationError.self) {
      try await Self.apply(scene) { try? scene.write("a secret of now", to: "secret.txt") }
    }
    #expect(error?.message.contains("is stale: the file ") == true, "\(error?.message ?? "")")
    #expect(error?.message.contains("secret.txt has changed") == true)
  }
}
