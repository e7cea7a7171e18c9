import Model
import Operations
import OrderedCollections
import Planning
import Remote
import State
import Testing

/// A saved plan is refused if anything that it saw has changed, with a sentence that says what.
struct SavedPlanCheckTests {
  private static let blueprint = Scene.flows(["there": "!Env TITLE", "new": "T"])

  /// What happens between the plan and its apply.
  enum Change: String, CaseIterable, Sendable {
    case blueprint, variable, variableGone, context, key, state, toolVersion, server, object, objectGone,
      objectMade

    var sentence: String {
      switch self {
      case .blueprint: "\(Scene.blueprintName) has changed"
      case .variable:
        "the environment variable TITLE has changed; set TITLE to the value that it had for the plan, or"
      case .variableGone:
        "the environment variable TITLE is not set any more; set TITLE to the value that it had for the plan, or"
      case .context:
        "the context differs; use the same --target, --context, --context-file and FLOWFORM_STATE_KEY as for the plan, or"
      case .key:
        "the context differs; the environment variable TITLE has changed; use the same --target, --context, --context-file and FLOWFORM_STATE_KEY as for the plan, set TITLE to the value that it had for the plan, or"
      case .state: "the state was written after the plan was made"
      case .toolVersion: "flowform's version was test and is later"
      case .server: "the server was \(Scene.server) and is https://b.example"
      case .object: "authentik_flows.flow[slug=there] has changed"
      case .objectGone: "authentik_flows.flow[slug=there] is gone"
      case .objectMade: "authentik_flows.flow[slug=new] exists now"
      }
    }
  }

  private static func scene() async throws -> Scene {
    let scene = try Scene(blueprint)
    try await scene.addFlow("there", title: "Old")
    return scene
  }

  private static func apply(_ plan: Plan, _ scene: Scene, _ change: Change?) async throws -> ApplyResult {
    var variables = ["TITLE": change == .variable ? "Newer" : "New"]
    if change == .variableGone { variables = [:] }
    if change == .key { variables["FLOWFORM_STATE_KEY"] = "another" }
    let session = try scene.session(
      server: change == .server ? "https://b.example" : Scene.server, variables: variables,
      toolVersion: change == .toolVersion ? "later" : "test")
    let request = scene.request(variables: variables, context: change == .context ? ["a": 1] : [:])
    return try await ApplyOperation(session)
      .run(.saved(plan, path: scene.planPath, request), ApplyAudience())
  }

  @Test(arguments: Change.allCases) func whatChangedIsNamed(_ change: Change) async throws {
    let scene = try await Self.scene()
    let plan = try await scene.savedPlan(variables: ["TITLE": "New"])
    switch change {
    case .blueprint: try scene.write(Self.blueprint + "# Another line.\n")
    case .state:
      try await scene.store.edit(command: "import", scene.session().context) { $0.server = "elsewhere" }
    case .object: try await scene.change("/flows/instances/there/", ["name": "Meddled"])
    case .objectGone: try await scene.delete("/flows/instances/there/")
    case .objectMade:
      try await scene.addFlow("new", designation: "recovery")
    case .variable, .variableGone, .context, .key, .toolVersion, .server: break
    }
    let slugs = try await scene.slugs()
    let error = await #expect(throws: OperationError.self) { try await Self.apply(plan, scene, change) }
    let message = error?.message ?? ""
    #expect(message.hasPrefix("the plan \(scene.planPath) is stale: "), "\(message)")
    let sentence = change.sentence + (change.sentence.hasSuffix(", or") ? "" : ";")
    #expect(message.contains("\(sentence) make a new one"), "\(message)")
    #expect(try await scene.slugs() == slugs)
    #expect(try scene.store.lockStatus() == .free)
  }

  @Test func whatIsAsItWasIsAppliedOnce() async throws {
    let scene = try await Self.scene()
    let plan = try await scene.savedPlan(variables: ["TITLE": "New"])
    guard case .done(let done) = try await Self.apply(plan, scene, nil) else {
      Issue.record("the plan still holds")
      return
    }
    #expect(done.isComplete && done.outcome[.create] == 1 && done.outcome[.update] == 1)
    let error = await #expect(throws: OperationError.self) { try await Self.apply(plan, scene, nil) }
    #expect(error?.message.contains("was already applied; make a new one") == true, "\(error?.message ?? "")")
  }

  /// Of many differences the first are named.
  @Test func manyDifferencesAreCounted() async throws {
    let scene = try Scene(
      Scene.flows(["a": "T", "b": "T", "c": "T", "d": "T", "e": "T", "f": "T", "g": "T"]))
    let plan = try await scene.savedPlan(variables: ["TITLE": "New"])
    for slug in ["a", "b", "c", "d", "e", "f", "g"] {
      try await scene.add(
        ["slug": .string(slug), "name": "N", "title": "T", "designation": "recovery"], to: "/flows/instances/"
      )
    }
    let error = await #expect(throws: OperationError.self) { try await Self.apply(plan, scene, nil) }
    #expect(
      error?.message.contains("[slug=e] exists now; and 2 more; make") == true, "\(error?.message ?? "")")
  }

  @Test(
    arguments: [
      (nil, "cannot be read; save one with `flowform plan --out "),
      ("{", "is not a saved plan: "),
    ] as [(String?, String)])
  func aFileThatIsNoPlanIsRefused(_ text: String?, _ sentence: String) throws {
    let scene = try Scene()
    if let text { try scene.write(text, to: "plan.json") }
    let error = #expect(throws: OperationError.self) { try PlanFile.read(scene.planPath) }
    #expect(error?.message.contains(sentence) == true, "\(error?.message ?? "")")
  }
}
