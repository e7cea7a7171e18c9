import Catalog
import Foundation
import Model
import OrderedCollections
import Planning
import Remote
import State
import Synchronization
import Testing

@testable import Applying

/// Objects that refer to one another, secrets that the server never returns, and bindings that are sent as a whole.
struct ReferenceTests {
  /// A server that accepts every write and remembers it.
  private final class Recorder: APITransport {
    private let requests = Mutex<[(line: String, body: Value)]>([])
    private let failing: String?

    init(failing: String? = nil) { self.failing = failing }

    var lines: [String] { requests.withLock { $0.map(\.line) } }
    func body(_ line: String) -> Value? { requests.withLock { $0.first { $0.line == line }?.body } }

    func send(_ request: APIRequest) async throws(APIError) -> APIResponse {
      let line = "\(request.method.rawValue) \(request.path)"
      let number = requests.withLock { requests in
        requests.append((line, request.body ?? .null))
        return requests.count
      }
      if line == failing { return APIResponse(status: 400, body: Array(#"{"password": ["weak"]}"#.utf8)) }
      if request.path.hasSuffix("set_password/") { return APIResponse(status: 204) }
      var answer = request.body?.map ?? [:]
      answer["pk"] = .string("pk-\(number)")
      answer["policybindingmodel_ptr_id"] = .string("target-\(number)")
      if request.method == .get {
        answer = ["pk": "pk-0", "target": "t", "stage": "s", "order": 1, "re_evaluate_policies": true]
      }
      return APIResponse(
        status: request.method == .post ? 201 : 200, body: JSONWriter.bytes(of: .map(answer)))
    }
  }

  private func apply(_ changes: [PlannedChange], _ server: Recorder) async throws -> Applier.Applied {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let snapshot = StateSnapshot(lineage: "l")
    return try await Applier(LiveAPI(APIClient(server)), catalog: try EmbeddedCatalog.v2026_5_rc1.load())
      .apply(
        Plan(changes: changes), to: snapshot,
        journal: { () throws(StateError) in try Journal(path: path, state: snapshot) }, report: { _ in })
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
    let server = Recorder()
    // The order of the plan is not the order of the dependencies.
    let applied = try await apply([binding, flow], server)
    #expect(applied.outcome[.create] == 2)
    #expect(server.lines == ["POST /flows/instances/", "POST /policies/bindings/"])
    let settled: Value = ["target": "pk-1", "others": ["pk-1"], "order": 0]
    #expect(server.body("POST /policies/bindings/") == settled)
    let record = try #require(applied.snapshot.resources[Self.binding])
    #expect(Value.map(record.applied) == settled)
    #expect(Value.map(record.identifiers) == settled)
    #expect(record.dependencies == [Self.flow])
  }

  @Test func whatRefersToSomethingThatNobodyMadeIsNotSent() async throws {
    var binding = PlannedChange(address: Self.binding, action: .create)
    binding.values = ["target": .reference(Reference(Self.flow, symbol: .null))]
    let server = Recorder()
    let applied = try await apply([binding], server)
    #expect(applied.outcome.failed == 1)
    #expect(server.lines.isEmpty)
  }

  private static func user() -> PlannedChange {
    var change = PlannedChange(address: address("authentik_core.user", "u"), action: .create)
    change.values = ["username": "u", "name": "U", "password": "s3cret"]
    change.secretFields = ["password"]
    change.secretHashes = ["password": "hash"]
    return change
  }

  @Test func aPasswordGoesToItsOwnEndpointAndLeavesAHash() async throws {
    let server = Recorder()
    let applied = try await apply([Self.user()], server)
    #expect(server.lines == ["POST /core/users/", "POST /core/users/pk-1/set_password/"])
    #expect(server.body("POST /core/users/") == ["username": "u", "name": "U"])
    #expect(server.body("POST /core/users/pk-1/set_password/") == ["password": "s3cret"])
    let record = try #require(applied.snapshot.resources.values.first)
    #expect(record.secrets == ["password": "hash"])
    #expect(record.applied["password"] == nil)
  }

  @Test func aPasswordThatIsRefusedIsSetByTheNextRun() async throws {
    let server = Recorder(failing: "POST /core/users/pk-1/set_password/")
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
    let server = Recorder()
    _ = try await apply([change], server)
    #expect(
      server.body("PATCH /flows/bindings/pk-0/")
        == ["target": "t", "order": 2, "re_evaluate_policies": true])
  }
}
