import Catalog
import Model
import OrderedCollections
import RemoteSupport
import TestSupport
import Testing

@testable import Remote

@Suite struct ProbeTests {
  private static let poisoned: ValueMap = ["name": ["Not a valid string."], "title": ["Not a valid string."]]

  private static func verdict(_ answer: ScriptedTransport.Answer) async throws -> ProbeVerdict {
    try await LiveAPI(ScriptedTransport(answer).client()).probe(try Kind.flow(), identifiers: ["slug": "a"])
  }

  @Test func saysTakenOrFreeByTheFieldsThatAreNamed() async throws {
    #expect(try await Self.verdict(.json(400, .map(Self.poisoned))) == .free)
    // In any language.
    let taken = Self.poisoned.merging(["slug": ["Ablauf mit diesem slug existiert bereits."]]) { $1 }
    #expect(try await Self.verdict(.json(400, .map(taken))) == .taken)
  }

  @Test(
    arguments: [
      (.json(400, ["slug": ["exists"]]), "the server's answer does not name the fields that were wrong"),
      (
        .json(400, ["detail": "JSON parse error"]),
        "the server's answer does not name the fields that were wrong"
      ),
      (.json(400, ["name": ["x"]]), "the server's answer does not name the fields that were wrong"),
      (.json(403, ["detail": "no"]), "the token lacks the permission authentik_flows.add_flow"),
      (
        .text(405),
        "the server failed on the request: it answers 405 without a body; the log of the server has the cause"
      ),
      (.text(500), "the server failed on the request: it answers 500; the log of the server has the cause"),
    ] as [(ScriptedTransport.Answer, String)])
  func isUnknownOtherwise(answer: ScriptedTransport.Answer, reason: String) async throws {
    #expect(try await Self.verdict(answer) == .unknown(reason: reason))
  }

  @Test func aCreatedObjectStopsEverything() async {
    let found = await failure { _ = try await Self.verdict(.json(201, ["pk": "1"])) }
    #expect(
      found
        == #"a probe created authentik_flows.flow "1" on the server, which must not happen; delete it, and use --read list"#
    )
  }

  @Test func sendsTheIdentifierAndWhatIsWrong() async throws {
    let server = ScriptedTransport(.json(400, .map(Self.poisoned)))
    _ = try await LiveAPI(server.client()).probe(try Kind.flow(), identifiers: ["slug": "a", "name": "N"])
    #expect(server.requests.map(\.line) == ["POST /flows/instances/"])
    #expect(
      server.requests.first?.body == [
        "name": [:], "title": [:], "designation": "flowform-probe", "slug": "a", "background": [:],
      ])
  }

  @Test func asksNothingWhereItMustNot() async throws {
    let server = ScriptedTransport(.json(201, [:]))
    let api = LiveAPI(server.client())
    let catalog = try EmbeddedCatalog.v2026_5_rc1.shared()
    let role = try #require(catalog.kind("authentik_rbac.role"))
    #expect(
      try await api.probe(role, identifiers: ["name": "r"])
        == .unknown(reason: "authentik_rbac.role cannot be probed"))
    #expect(
      try await api.probe(try Kind.flow(), identifiers: ["title": "T"])
        == .unknown(reason: "none of its identifiers is unique on the server"))
    #expect(server.requests.isEmpty)
  }

  /// Of every kind that can be probed at all, by any of its unique fields.
  @Test(arguments: EmbeddedCatalog.all) func neverSendsABodyThatCouldBeAccepted(version: EmbeddedCatalog)
    throws
  {
    var count = 0
    for kind in try version.shared().kinds where kind.canProbe {
      for name in kind.uniqueFields {
        let poison = LiveAPI.poison(kind, sparing: name)
        // One field alone is not enough, and such a kind is not asked.
        guard poison.count >= 2 else { continue }
        count += 1
        #expect(poison[name] == nil && poison["path"] == nil && poison["content"] == nil, "\(kind.model)")
        for (field, value) in poison {
          let type = try #require(kind.field(field)).type
          #expect(value != .string("") && (value == [:]) == Self.isText(type), "\(kind.model) \(field)")
        }
      }
    }
    #expect(count > 50)
  }

  private static func isText(_ type: FieldType) -> Bool {
    if case .text = type { true } else { false }
  }
}
