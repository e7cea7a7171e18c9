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

/// A server that answers every write with an internal error.
struct InternalErrorTests {
  static let answers: [ScriptedTransport.Answer] = [
    .success(APIResponse(status: 500, contentType: "text/plain", requestID: "4f7a")),
    .success(APIResponse(status: 405, contentType: "text/html", requestID: "4f7a")),
  ]

  struct Example: Sendable, CustomTestStringConvertible {
    let model: String
    let action: Action
    let values: ValueMap
    let outcome: String
    var testDescription: String { "\(action.rawValue) \(model)" }

    var object: Value { .map(values.merging(["pk": "pk-1", "title": "before", "name": "before"]) { $1 }) }

    func change() -> PlannedChange {
      let address = ResourceAddress(model: model, identifiers: [(key: "slug", value: "one")])
      var change = PlannedChange(address: address, action: action)
      change.values = values
      change.identifiers = values.filter { $0.key != "title" }
      change.source = SourceLocation(file: "b.yaml", line: 4, column: 3)
      if action != .create {
        change.detailKey = "one"
        change.primaryKey = "pk-1"
        change.fields = [FieldChange(path: FieldPath("title"), before: "before", after: "after")]
      }
      return change
    }
  }

  private static let flow: ValueMap = [
    "slug": "one", "name": "before", "title": "after", "designation": "recovery",
  ]

  static let examples = [
    Example(
      model: "authentik_flows.flow", action: .create, values: flow, outcome: "nothing was created"),
    // The server would accept a second object, so the request is sent once.
    Example(
      model: "authentik_stages_invitation.invitation", action: .create, values: ["name": "welcome"],
      outcome: "nothing was created"),
    Example(
      model: "authentik_flows.flow", action: .update, values: flow, outcome: "nothing was changed"),
    Example(model: "authentik_flows.flow", action: .delete, values: flow, outcome: "it is still there"),
  ]

  private func apply(
    _ example: Example, on server: ScriptedTransport
  ) async throws -> (Applier.Applied, [ApplyEvent]) {
    var events: [ApplyEvent] = []
    let applied = try await Applier(server.api(), catalog: try EmbeddedCatalog.v2026_5_rc1.shared())
      .apply([example.change()]) { events.append($0) }
    return (applied, events)
  }

  @Test(arguments: examples, answers.indices)
  func isNamedAsSuchAfterAFewTries(_ example: Example, _ index: Int) async throws {
    let server = ScriptedTransport { request, _ in
      guard request.method == .get else { return Self.answers[index] }
      if example.action == .create {
        return request.path.hasSuffix("/one/")
          ? .json(404, ["detail": "no"]) : .page([])
      }
      return .json(200, example.object)
    }
    let (applied, events) = try await apply(example, on: server)
    #expect(server.writes.count == (example.model == "authentik_flows.flow" ? 4 : 1))
    #expect(server.paused < .seconds(2))
    #expect(applied.outcome.failed == 1)
    guard case .failed(_, _, let reason, let place)? = events.last else {
      Issue.record("\(events)")
      return
    }
    #expect(
      reason.contains("request 4f7a") && reason.contains("the log of the server has the cause"), "\(reason)")
    #expect(reason.hasSuffix(example.outcome), "\(reason)")
    #expect(!reason.contains("not known"), "\(reason)")
    #expect(place?.line == 4)
    // A read has shown that nothing was done.
    #expect(applied.snapshot.intents.isEmpty)
  }

  /// Workers that are being replaced answer 500 to writes that they carry out.
  @Test(arguments: answers.indices) func isNoFailureWhereTheWriteWasDone(_ index: Int) async throws {
    let example = Self.examples[0]
    let server = ScriptedTransport { request, before in
      guard request.method == .get else { return Self.answers[index] }
      return .page(
        before.writes == 0 ? [] : [.map(example.values.merging(["pk": "pk-1"]) { $1 })])
    }
    let (applied, _) = try await apply(example, on: server)
    #expect(server.writes.count == 1)
    #expect(applied.outcome.isComplete && applied.outcome[.create] == 1)
    #expect(applied.snapshot.resources.values.first?.origin == .created)
  }

  @Test func isNotKnownWhereNobodyMayLook() async throws {
    let server = ScriptedTransport { request, _ in
      request.method == .get ? .json(403, ["detail": "no"]) : Self.answers[0]
    }
    let (applied, events) = try await apply(Self.examples[0], on: server)
    #expect(server.writes.count == 4)
    guard case .failed(_, _, let reason, _)? = events.last else {
      Issue.record("\(events)")
      return
    }
    #expect(reason.contains("cannot be checked"), "\(reason)")
    #expect(applied.snapshot.intents.count == 1)
  }

  /// A read cannot show whether a secret was set, so it is sent until an answer comes.
  @Test func isNoSuccessForAValueThatNeverComesBack() async throws {
    let model = "authentik_sources_oauth.oauthsource"
    let kind = try #require(try EmbeddedCatalog.v2026_5_rc1.shared().kind(model))
    #expect(kind.field("consumer_secret")?.isWriteOnly == true)
    let live: ValueMap = ["pk": "pk-1", "slug": "one", "name": "One"]
    var change = PlannedChange(
      address: ResourceAddress(model: model, identifiers: [(key: "slug", value: "one")]), action: .update)
    change.detailKey = "one"
    change.values = ["slug": "one", "name": "One", "consumer_secret": "s"]
    change.fields = [
      FieldChange(path: FieldPath("consumer_secret"), before: .null, after: "s", isSecret: true)
    ]
    let server = ScriptedTransport { request, before in
      request.method == .get || before.writes == 2 ? .json(200, .map(live)) : Self.answers[0]
    }
    let applied = try await Applier(server.api(), catalog: try EmbeddedCatalog.v2026_5_rc1.shared()).apply([
      change
    ]
    )
    #expect(applied.outcome.isComplete)
    #expect(server.writes.count == 3)
  }
}
