import Catalog
import Model
import OrderedCollections
import Planning
import Remote
import RemoteSupport
import State
import TestSupport
import Testing

@testable import Applying

/// Objects that refer to one another, secrets that the server never returns, and bindings that are sent as a whole.
struct ReferenceTests {
  /// A server that accepts every write and remembers it.
  private static func server(refusing refused: String? = nil) -> ScriptedTransport {
    ScriptedTransport { request, before in
      if request.line == refused { return .json(400, ["password": ["weak"]]) }
      if request.path.hasSuffix("set_password/") { return .text(204) }
      if request.method == .get {
        return .json(
          200, ["pk": "pk-0", "target": "t", "stage": "s", "order": 1, "re_evaluate_policies": true])
      }
      var answer = request.body?.map ?? [:]
      answer["pk"] = .string("pk-\(before.all + 1)")
      answer["policybindingmodel_ptr_id"] = .string("target-\(before.all + 1)")
      return .json(request.method == .post ? 201 : 200, .map(answer))
    }
  }

  private func apply(_ changes: [PlannedChange], _ server: ScriptedTransport) async throws -> Applier.Applied
  {
    try await Applier(server.api(), catalog: try EmbeddedCatalog.v2026_5_rc1.shared()).apply(changes)
  }

  private static func address(_ model: String, _ name: String) -> ResourceAddress {
    ResourceAddress(model: model, identifiers: [("name", .string(name))])
  }

  private static let flow = address("authentik_flows.flow", "f")
  private static let binding = address("authentik_policies.policybinding", "b")

  @Test func keysOfWhatTheRunMadeTakeThePlaceOfReferences() async throws {
    var flow = PlannedChange(address: Self.flow, action: .create)
    flow.values = ["slug": "f", "name": "F", "title": "F", "designation": "recovery"]
    var binding = PlannedChange(address: Self.binding, action: .create)
    binding.values = [
      "target": .reference(Reference(Self.flow, key: .policyTarget, symbol: .null)),
      "others": [.reference(Reference(Self.flow, symbol: .null))], "order": 0,
    ]
    binding.identifiers = binding.values
    binding.dependencies = [Self.flow]
    let server = Self.server()
    // The order of the plan is not the order of the dependencies.
    let applied = try await apply([binding, flow], server)
    #expect(applied.outcome[.create] == 2)
    #expect(server.requests.map(\.line) == ["POST /flows/instances/", "POST /policies/bindings/"])
    let settled: Value = ["target": "pk-1", "others": ["pk-1"], "order": 0]
    #expect(server.body(of: "POST /policies/bindings/") == settled)
    let record = try #require(applied.snapshot.resources[Self.binding])
    #expect(Value.map(record.applied) == settled)
    #expect(Value.map(record.identifiers) == settled)
    #expect(record.dependencies == [Self.flow])
  }

  @Test func whatRefersToSomethingThatNobodyMadeIsNotSent() async throws {
    var binding = PlannedChange(address: Self.binding, action: .create)
    binding.values = ["target": .reference(Reference(Self.flow, symbol: .null))]
    let server = Self.server()
    let applied = try await apply([binding], server)
    #expect(applied.outcome.failed == 1)
    #expect(server.requests.map(\.line).isEmpty)
  }

  private static func user() -> PlannedChange {
    var change = PlannedChange(address: address("authentik_core.user", "u"), action: .create)
    change.values = ["username": "u", "name": "U", "password": "s3cret"]
    change.secretFields = ["password"]
    change.secretHashes = ["password": "hash"]
    return change
  }

  @Test func aPasswordGoesToItsOwnEndpointAndLeavesAHash() async throws {
    let server = Self.server()
    let applied = try await apply([Self.user()], server)
    #expect(server.requests.map(\.line) == ["POST /core/users/", "POST /core/users/pk-1/set_password/"])
    #expect(server.body(of: "POST /core/users/") == ["username": "u", "name": "U"])
    #expect(server.body(of: "POST /core/users/pk-1/set_password/") == ["password": "s3cret"])
    let record = try #require(applied.snapshot.resources.values.first)
    #expect(record.secrets == ["password": "hash"])
    #expect(record.applied["password"] == nil)
  }

  @Test func aPasswordThatIsRefusedIsSetByTheNextRun() async throws {
    let server = Self.server(refusing: "POST /core/users/pk-1/set_password/")
    let applied = try await apply([Self.user()], server)
    #expect(applied.outcome.failed == 1)
    let record = try #require(applied.snapshot.resources.values.first)
    #expect(record.primaryKey == "pk-1")
    #expect(record.secrets.isEmpty)
  }

  @Test func whatTheServerJudgesABodyByIsSentAlong() async throws {
    var change = PlannedChange(
      address: Self.address("authentik_flows.flowstagebinding", "b"), action: .update)
    change.detailKey = "pk-0"
    change.values = ["order": 2, "target": "t"]
    change.fields = [FieldChange(path: FieldPath("order"), before: 1, after: 2)]
    let server = Self.server()
    _ = try await apply([change], server)
    #expect(
      server.body(of: "PATCH /flows/bindings/pk-0/")
        == ["target": "t", "order": 2, "re_evaluate_policies": true])
  }
}
