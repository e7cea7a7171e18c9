import Blueprints
import LiveReading
import Model
import Operations
import OrderedCollections
import Planning
import Remote
import State
import TestSupport
import Testing

/// What changed outside since the last apply.
struct DriftOperationTests {
  /// Two flows and a group, from a file each, and somebody who changes one flow and deletes the other.
  private static func scene() async throws -> Scene {
    let scene = try Scene(Scene.flows(["one": "T", "two": "T"]))
    try scene.write(
      "version: 1\nentries:\n- model: authentik_core.group\n  identifiers: {name: staff}\n",
      to: "groups/staff.yaml")
    try await scene.apply()
    var request = scene.request()
    request.files = .init([scene.path("groups")])
    _ = try await ApplyOperation(scene.session()).run(.request(request), ApplyAudience())
    try await scene.change("/flows/instances/one/", ["title": "Changed"])
    try await scene.delete("/flows/instances/two/")
    return scene
  }

  @Test func namesWhatAnApplyWouldPutBack() async throws {
    let scene = try await Self.scene()
    let before = try scene.store.load().snapshot
    let transport = ChangedTransport(scene.engine)
    let drift = try await DriftOperation(scene.session(transport))
      .run(paths: [], models: [], moves: [], mode: .auto)
    #expect(drift.comparedCount == 3)
    #expect(drift.plan.changes.map(\.address) == [ResourceAddress.flow("one"), ResourceAddress.flow("two")])
    #expect(drift.plan.changes.map(\.action) == [.update, .create])
    #expect(drift.plan.changes[0].changedFields == ["title"])
    #expect(drift.sources[ResourceAddress.flow("one")] == scene.path())
    #expect(transport.writes.isEmpty)
    #expect(try scene.store.load().snapshot == before)
  }

  /// By the paths below the folder, and the models.
  @Test(arguments: [
    ([], ["authentik_core.group"], 1), (["groups"], [], 1), (["groups/staff.yaml"], [], 1),
    ([Scene.blueprintName], [], 2), ([""], [], 3), ([Scene.blueprintName], ["authentik_core.group"], 0),
  ])
  func comparesWhatIsSelected(_ paths: [String], _ models: [String], count: Int) async throws {
    let scene = try await Self.scene()
    let drift = try await DriftOperation(scene.session())
      .run(paths: paths.map { scene.path($0) }, models: Set(models), moves: [], mode: .auto)
    #expect(drift.comparedCount == count)
  }

  @Test(
    arguments: [
      ("blueprnt.yaml", nil, OperationError.Code.failed, "\(Scene.blueprintName)`?"),
      ("a/place/that/is/far/from/everything.json", nil, .failed, "; `flowform state list` shows the files"),
      (nil, "authentik_core.grop", .misuse, "did you mean `authentik_core.group`?"),
    ] as [(String?, String?, OperationError.Code, String)])
  func refusesWhatSelectsNothing(
    _ path: String?, _ model: String?, code: OperationError.Code, hint: String
  ) async throws {
    let scene = try await Self.scene()
    let error = await #expect(throws: OperationError.self) {
      try await DriftOperation(scene.session())
        .run(
          paths: path.map { [scene.path($0)] } ?? [], models: Set(model.map { [$0] } ?? []), moves: [],
          mode: .auto)
    }
    #expect(error?.code == code)
    #expect(error?.message.hasSuffix(hint) == true, "\(error?.message ?? "")")
  }

  /// Silence would look like no drift.
  @Test func aKindThatCannotBeReadIsAnError() async throws {
    let scene = try await Self.scene()
    let server = ChangedTransport(scene.engine) { request in
      guard request.path == "/core/groups/" else { return nil }
      return APIResponse(status: 403, body: Array(#"{"detail": "No."}"#.utf8))
    }
    let drift = try await DriftOperation(scene.session(server))
      .run(paths: [], models: [], moves: [], mode: .auto)
    let errors = drift.plan.diagnostics.filter { $0.severity == .error }.map(\.message)
    #expect(errors.count == 1 && errors.first?.contains("authentik_core.view_group") == true, "\(errors)")
    #expect(drift.comparedCount == 2)
  }
}
