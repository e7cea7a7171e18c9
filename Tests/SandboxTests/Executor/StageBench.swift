import Catalog
import HTTPTypes
import Model
import OrderedCollections

@testable import Sandbox

/// Runs single stages and policies without a server.
struct StageBench {
  let store: StoreTransaction
  let traits: ServerTraits

  static func with<Result: Sendable>(
    _ version: EmbeddedCatalog = .v2026_5_rc1, _ body: @escaping @Sendable (StageBench) throws -> Result
  ) async throws -> Result {
    let kinds = try ServedKinds.embedded(version).1
    let store = try ObjectStore(path: nil, kinds: kinds, tokens: [])
    return try await store.write { try body(StageBench(store: $0, traits: ServerTraits.of(version))) }
  }

  /// Stores an object with the server's defaults.
  @discardableResult
  func add(_ model: String, _ fields: ValueMap) throws -> StoredObject {
    guard let kind = store.kinds.kind(model) else { throw SandboxError.catalog(model) }
    let defaults = ValueMap(
      uniqueKeysWithValues: kind.defaults.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    let object = try ObjectMaker(store: store).completed(defaults.merging(fields) { $1 }, kind, sent: fields)
    return try store.insert(kind, object)
  }

  func user(_ name: String, groups: [Value] = []) throws -> StoredObject {
    try add(
      TokenUsers.model,
      ["username": .string(name), "name": .string(name), "is_active": true, "groups": .list(groups)])
  }

  func stored(_ object: StoredObject) throws -> ValueMap {
    try store.object(object.kind, primaryKey: Coercion.text(object.primaryKey) ?? "")?.fields ?? [:]
  }

  /// A run that stands at a stage.
  func run(
    _ model: String = "authentik_stages_dummy.dummystage", _ stage: ValueMap = [:], user: StoredObject? = nil,
    flow: ValueMap = [:], now: Double = 1_111_111_109, headers: HTTPFields = [:]
  ) throws -> FlowRun {
    let name = Value.string(NewIdentifier.make())
    let flow = try add(
      "authentik_flows.flow",
      flow.merging(["name": name, "slug": name, "title": "Title", "designation": "authentication"]) {
        own, _ in own
      })
    let stage = try add(model, stage.merging(["name": name]) { own, _ in own })
    let binding = try add(
      "authentik_flows.flowstagebinding",
      ["target": flow.primaryKey, "stage": stage.primaryKey, "order": 0, "invalid_response_action": "retry"])
    let request = SandboxRequest(
      method: "POST", target: "/api/v3/flows/executor/x/", host: "127.0.0.1:9000", headers: headers, body: [])
    let run = FlowRun(
      store: store, sessions: FlowSessions(), traits: traits, request: request, flow: flow, now: now,
      session: FlowSession(key: "key"))
    var context = PlanContext()
    if let user { context.user = .stored(user.primaryKey) }
    run.plan = FlowPlan(
      flow: flow, steps: [FlowPlan.Step(binding: binding, stage: stage, isReevaluated: false)],
      context: context)
    return run
  }
}

extension StageResult {
  var challenge: ValueMap? {
    if case .challenge(let challenge) = self { challenge.fields } else { nil }
  }

  /// The errors of a refusal as `field: message`.
  var errors: [String]? {
    guard case .refused(let errors) = self else { return nil }
    return errors.fields.flatMap { field, list in
      (list.list ?? []).map { "\(field): \($0["string"]?.string ?? "")" }
    }
  }

  var isPassed: Bool { if case .passed = self { true } else { false } }
}
