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

/// Creates without an answer. For some kinds, the server would accept a second object, for others it would refuse one.
struct AmbiguousWriteTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let model: String
    let values: ValueMap
    var testDescription: String { model + JSONWriter.write(.map(values)) }

    var change: PlannedChange {
      let address = ResourceAddress(model: model, identifiers: values.map { (key: $0.key, value: $0.value) })
      var change = PlannedChange(address: address, action: .create)
      change.values = values
      change.identifiers = values
      change.origin = .created
      return change
    }

    var object: Value { .map(values.merging(["pk": "pk-1"]) { $1 }) }
  }

  static let withoutUniqueKey = [
    Case(model: "authentik_stages_invitation.invitation", values: ["name": "welcome"]),
    Case(model: "authentik_policies.policybinding", values: ["target": "t", "user": 7, "order": 0]),
    Case(model: "authentik_policies.policybinding", values: ["target": "t", "group": "g", "order": 0]),
  ]

  private static let lost = APIError.ambiguous("the connection broke")

  private func apply(_ change: PlannedChange, on server: ScriptedTransport) async throws -> Applier.Applied {
    try await Applier(server.api(), catalog: try EmbeddedCatalog.v2026_5_rc1.shared()).apply([change])
  }

  @Test(arguments: withoutUniqueKey)
  func isLookedForUntilTheTimeIsOverAndNeverSentAgain(_ example: Case) async throws {
    let server = ScriptedTransport { request, _ in
      request.method == .post ? .failure(Self.lost) : .page([])
    }
    let applied = try await apply(example.change, on: server)
    #expect(server.writes.count == 1)
    #expect(server.paused > .seconds(20) && server.paused < .seconds(30))
    #expect(applied.outcome.failed == 1)
    #expect(applied.outcome.retries == server.reads.count - 1)
    let intent = try #require(applied.snapshot.intents[example.change.address])
    #expect(!intent.hasUniqueKey && intent.action == .create)
    #expect(applied.snapshot.resources.isEmpty)
  }

  @Test(arguments: withoutUniqueKey)
  func isTakenOnceItTurnsUp(_ example: Case) async throws {
    let server = ScriptedTransport { request, before in
      request.method == .post
        ? .failure(Self.lost) : .page(before.reads < 5 ? [] : [example.object])
    }
    let applied = try await apply(example.change, on: server)
    #expect(server.writes.count == 1)
    #expect(server.reads.count == 6)
    #expect(applied.outcome.isComplete)
    #expect(applied.outcome[.create] == 1)
    let record = try #require(applied.snapshot.resources[example.change.address])
    #expect(record.primaryKey == "pk-1")
    // The server would have accepted a second object, so this one may be somebody else's.
    #expect(record.origin == .adopted)
    #expect(applied.snapshot.intents.isEmpty)
  }

  @Test(arguments: [
    Case(
      model: "authentik_policies.policybinding", values: ["target": "t", "policy": "p", "order": 0]),
    Case(model: "authentik_stages_invitation.invitationstage", values: ["name": "welcome"]),
  ])
  func isSentAgainWhereTheServerRefusesASecondOne(_ example: Case) async throws {
    let server = ScriptedTransport { request, before in
      guard request.method == .post else { return .page([]) }
      return before.writes < 3 ? .failure(Self.lost) : .json(201, example.object)
    }
    let applied = try await apply(example.change, on: server)
    #expect(server.writes.count == 4)
    #expect(applied.outcome.isComplete)
    #expect(applied.outcome.retries == 3)
    #expect(applied.snapshot.resources[example.change.address]?.origin == .created)
  }

  @Test(arguments: withoutUniqueKey)
  func isUnknownAtOnceWhereNobodyMayLook(_ example: Case) async throws {
    let server = ScriptedTransport { request, _ in
      request.method == .post ? .failure(Self.lost) : .json(403, ["detail": "no"])
    }
    let applied = try await apply(example.change, on: server)
    #expect(server.writes.count == 1)
    #expect(applied.outcome.failed == 1)
    #expect(applied.snapshot.intents[example.change.address] != nil)
  }
}
