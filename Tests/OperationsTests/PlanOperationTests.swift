import Blueprints
import LiveReading
import Model
import Operations
import OperationsSupport
import OrderedCollections
import Planning
import Remote
import State
import TestSupport
import Testing

/// One call gives a plan that is ready to be shown: with what goes along, warnings and guards, and without secrets.
struct PlanOperationTests {
  private static let blueprint = """
    version: 1
    metadata: {name: Ours}
    entries:
    - model: authentik_flows.flow
      identifiers: {slug: login}
      state: absent
    - model: authentik_core.user
      identifiers: {username: robot}
      attrs: {name: Robot, password: !Env SECRET}
    """
  private static let secret = "hush-hush-9d1"

  /// A flow of the default brand with two stages, one of them named like a secret, and an instance of this blueprint.
  private static func scene() async throws -> Scene {
    let scene = try Scene(blueprint)
    let flow = try await scene.add(
      ["slug": "login", "name": "Login", "title": "T", "designation": "authentication"],
      to: "/flows/instances/")
    try await scene.add(
      ["domain": "default", "default": true, "flow_authentication": flow["pk"] ?? .null], to: "/core/brands/")
    for (number, name) in ["plain", secret].enumerated() {
      let stage = try await scene.add(["name": .string(name)], to: "/stages/dummy/")
      try await scene.add(
        ["target": flow["pk"] ?? .null, "stage": stage["pk"] ?? .null, "order": .integer(number)],
        to: "/flows/bindings/")
    }
    try await scene.add(["name": "Ours", "path": "elsewhere.yaml"], to: "/managed/blueprints/")
    return scene
  }

  @Test(arguments: [false, true]) func isFinished(isEnforced: Bool) async throws {
    let scene = try await Self.scene()
    let transport = ChangedTransport(scene.engine)
    let variables = ["SECRET": Self.secret]
    let plan = try await scene.plan(
      scene.request(limits: DeleteLimits(maxDeletes: 1, isEnforced: isEnforced), variables: variables),
      scene.session(transport, variables: variables))
    #expect(plan.changes.map(\.action) == [.delete, .create])
    #expect(plan.changes[0].cascades.count == 2)
    #expect(!"\(plan.changes[0].cascades)".contains(Self.secret), "\(plan.changes[0].cascades)")
    let said = plan.diagnostics.map { "\($0.severity.rawValue): \($0.message)" }
    let refusal = isEnforced ? "error: " : "warning: apply refuses this: "
    for sentence in [
      "warning: the server's blueprint instance `Ours` is enabled and has this blueprint's name",
      "\(refusal)the plan deletes 3 objects, 2 of them by cascade, and at most 1 are allowed",
      "\(refusal)authentik_flows.flow[slug=login]: deletes the flow `flow_authentication` of the default brand",
    ] {
      #expect(said.count { $0.hasPrefix(sentence) } == 1, "\(sentence)\n\(said)")
    }
    #expect(said.count == 3, "\(said)")
    #expect(transport.writes.isEmpty)
  }

  @Test func whatIsAllowedIsNotSaid() async throws {
    let scene = try await Self.scene()
    let variables = ["SECRET": Self.secret]
    let limits = DeleteLimits(maxDeletes: 3, allowsLockout: true, isEnforced: true)
    let plan = try await scene.plan(
      scene.request(limits: limits, variables: variables), scene.session(variables: variables))
    #expect(!plan.diagnostics.hasErrors, "\(plan.diagnostics)")
    #expect(plan.deleteCount == 3)
  }

  @Test func mistakesAreToldBeforeAnyObjectIsRead() async throws {
    let scene = try Scene(Scene.flows(["login": "[]"]))
    let transport = ChangedTransport(scene.engine)
    let result = try await PlanOperation(scene.session(transport)).run(scene.request())
    guard case .invalid(let findings) = result else {
      Issue.record("\(result)")
      return
    }
    #expect(findings.filter { $0.severity == .error }.count == 1, "\(findings)")
    #expect(transport.requests.isEmpty)
  }

  @Test func aNameThatSelectsNothingIsMisuse() async throws {
    let scene = try Scene(Scene.flows(["login": "T"]))
    var request = scene.request()
    request.options.only = .init(["authentik_flows.flwo"])
    let error = await #expect(throws: OperationError.self) {
      try await PlanOperation(scene.session()).run(request)
    }
    #expect(error?.code == .misuse)
    #expect(
      error?.message.hasSuffix("did you mean `authentik_flows.flow`?") == true, "\(error?.message ?? "")")
  }

  /// What the state has and no entry describes: listed, and deleted only if that is asked for.
  @Test(arguments: [false, true]) func leftOversAreListed(prunes: Bool) async throws {
    let scene = try Scene(Scene.flows(["one": "T", "two": "T"]))
    try await scene.apply()
    try scene.write(Scene.flows(["one": "T"]))
    var request = scene.request()
    request.prunes = prunes
    let plan = try await scene.plan(request, scene.session())
    #expect(plan.leftovers.map(\.address) == [ResourceAddress.flow("two")])
    #expect(plan.changes.map(\.action) == (prunes ? [.unchanged, .delete] : [.unchanged]))
  }

  /// A state that never meets its server's objects must not be applied to another server.
  @Test(arguments: ["plan", "apply", "drift", "import"])
  func theStateOfAnotherServerIsRefused(by operation: String) async throws {
    let text = Scene.flows(["one": "T", "two": "T"])
    let other = try Scene(text)
    try await other.apply(server: "https://other.example")
    let scene = try Scene(text)
    for slug in ["one", "two", "three"] {
      try await scene.add(
        ["slug": .string(slug), "name": "N", "title": "T", "designation": "recovery"], to: "/flows/instances/"
      )
    }
    let before = try other.store.load().snapshot
    let transport = ChangedTransport(scene.engine)
    let session = try scene.session(transport, state: other.store)
    let error = await #expect(throws: OperationError.self) {
      switch operation {
      case "plan": _ = try await PlanOperation(session).run(scene.request())
      case "apply": _ = try await ApplyOperation(session).run(.request(scene.request()), ApplyAudience())
      case "drift": _ = try await DriftOperation(session).run(paths: [], models: [], moves: [], mode: .auto)
      default:
        _ = try await ImportOperation(session).run(
          AddressReader.read(ResourceAddress.flow("three").description))
      }
    }
    #expect(error?.code == .failed)
    #expect(
      error?.message.contains("belongs to another server (https://other.example)") == true,
      "\(error?.message ?? "")")
    #expect(transport.writes.isEmpty)
    #expect(try other.store.load().snapshot == before)
    #expect(try other.store.lockStatus() == .free)
  }
}
