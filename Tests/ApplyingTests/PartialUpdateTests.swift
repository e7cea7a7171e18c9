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

/// The fields that an update sends besides the changed one, for all kinds of both versions.
struct PartialUpdateTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let kind: Kind
    /// The only field of the entry that differs.
    let changed: Field
    /// A declared field that stays as it is and has an endpoint of its own.
    let steady: Field?
    var testDescription: String { "\(kind.model).\(changed.name)" }

    /// An object with a different value in every field that the server returns.
    var live: ValueMap {
      var object = ValueMap(
        kind.fields.filter { !$0.isWriteOnly }.map { ($0.name, PartialUpdateTests.value(of: $0, "live")) }
      ) { $1 }
      object[kind.primaryKey] = "the-key"
      if let field = kind.detailField { object[field] = "the-key" }
      return object
    }

    func change() -> PlannedChange {
      let address = ResourceAddress(model: kind.model, identifiers: [(key: "name", value: "x")])
      var change = PlannedChange(address: address, action: .update)
      change.detailKey = "the-key"
      change.primaryKey = "the-key"
      change.values = [changed.name: PartialUpdateTests.value(of: changed, "new")]
      if let steady { change.values[steady.name] = "steady" }
      change.fields = [
        FieldChange(
          path: FieldPath(changed.name), before: live[changed.name] ?? .null,
          after: change.values[changed.name] ?? .null)
      ]
      return change
    }
  }

  private static func cases(_ version: EmbeddedCatalog, _ isIncluded: (Kind) -> Bool) throws -> [Case] {
    try version.shared().kinds.filter { $0.canUpdate && $0.detailField != nil && isIncluded($0) }
      .flatMap { kind in
        kind.writableFields.filter { $0.name != kind.detailField }.map {
          Case(kind: kind, changed: $0, steady: kind.endpointFields.first { $0.name != Kind.grants })
        }
      }
  }

  /// A value in the form that the server stores, so that it reads back as it was sent.
  private static func value(of field: Field, _ text: String) -> Value {
    value(of: field.type, text)
  }

  private static func value(of type: FieldType, _ text: String) -> Value {
    switch type {
    case .text, .any: .string(text)
    case .boolean: .bool(text == "new")
    case .integer: .integer(text.count)
    case .number: .double(Double(text.count))
    case .choice(let choices): .string((text == "new" ? choices.last : choices.first) ?? text)
    case .list(let item): [value(of: item, text)]
    case .object(let members): .map(ValueMap(members.map { ($0.name, value(of: $0.type, text)) }) { $1 })
    case .map: [text: .string(text)]
    }
  }

  /// Answers reads with the live object, and PATCHes with these refusals first and then with 200.
  private static func server(_ live: ValueMap, _ refusals: [ScriptedTransport.Answer] = [])
    -> ScriptedTransport
  {
    ScriptedTransport { request, before in
      guard request.method != .get else { return .json(200, .map(live)) }
      guard before.writes >= refusals.count else { return refusals[before.writes] }
      return .json(200, .map(live.merging(request.body?.map ?? [:]) { $1 }))
    }
  }

  private func apply(
    _ example: Case, on server: ScriptedTransport, _ version: EmbeddedCatalog = .v2026_5_rc1
  ) async throws -> ApplyOutcome {
    try await Applier(server.api(), catalog: try version.shared()).apply([example.change()]).outcome
  }

  @Test(arguments: EmbeddedCatalog.recorded)
  func takesAlongWhatTheServerWouldResetOrReads(_ version: EmbeddedCatalog) async throws {
    let cases = try Self.cases(version) { _ in true }
    #expect(cases.count > 500)
    for example in cases {
      let (kind, live) = (example.kind, example.live)
      let server = Self.server(live)
      #expect(try await apply(example, on: server, version).isComplete, "\(example)")
      // An unchanged field with an endpoint of its own is not sent again.
      #expect(server.writes.map(\.method) == [.patch], "\(example)")
      let body = try #require(server.writes.first?.body?.map)
      var expected: ValueMap = [example.changed.name: Self.value(of: example.changed, "new")]
      let taken = kind.sentAlong + (kind.sentWith[example.changed.name] ?? [])
      for name in taken where name != example.changed.name {
        // A rule may read more fields in a later version.
        guard let field = kind.field(name) else {
          #expect(version != .v2026_5_rc1, "\(kind.model).\(name)")
          continue
        }
        #expect(!field.isReadOnly && field.endpoint == nil, "\(kind.model).\(name)")
        guard !field.isWriteOnly, !isReplaced(field, example) else { continue }
        expected[name] = live[name]
      }
      #expect(Set(body.keys) == Set(expected.keys), "\(example)")
      #expect(body.allSatisfy { expected[$0.key] == $0.value }, "\(example)")
    }
  }

  /// The server takes such a value from the document that the changed field names, unless the request has one.
  private func isReplaced(_ field: Field, _ example: Case) -> Bool {
    field.replacement?.holds { name in
      name == example.changed.name ? Self.value(of: example.changed, "new") : nil
    } ?? false
  }

  // MARK: - Kinds without recordings

  static let missing: [ScriptedTransport.Answer] = [
    .json(400, ["a_member_of_no_body": ["This field is required."]]),
    .json(400, ["non_field_errors": ["Either this or that must be set."]]),
    .success(APIResponse(status: 405, contentType: "text/html")),
  ]

  @Test(arguments: missing.indices)
  func sendsEverythingOnceWhereTheServerWantsMore(_ index: Int) async throws {
    let cases = try Self.cases(.v2026_5_rc1) { $0.sentAlong.isEmpty }
    for example in cases.filter({ !$0.changed.isWriteOnly }) {
      let (kind, live) = (example.kind, example.live)
      guard kind.writableFields.count(where: { !$0.isWriteOnly }) > 1 else { continue }
      let server = Self.server(live, [Self.missing[index]])
      #expect(try await apply(example, on: server).isComplete, "\(example)")
      let bodies = server.writes.compactMap { $0.body?.map }
      #expect(bodies.count == 2, "\(example)")
      #expect(bodies.first?.keys == [example.changed.name], "\(example)")
      let last = try #require(bodies.last)
      let readable = kind.writableFields.filter { !$0.isWriteOnly && !isReplaced($0, example) }
      #expect(Set(last.keys) == Set(readable.map(\.name)), "\(example)")
      #expect(
        last.allSatisfy { $0.key == example.changed.name || live[$0.key] == $0.value }, "\(example)")
    }
  }

  private static func flow() throws -> Case {
    let kind = try Kind.flow()
    return Case(kind: kind, changed: try #require(kind.field("title")), steady: nil)
  }

  @Test func isNotSentAgainWhereTheEntryIsWhatIsRefused() async throws {
    let refusal = ScriptedTransport.Answer.json(400, ["title": ["This field may not be blank."]])
    let server = Self.server(try Self.flow().live, [refusal])
    #expect(try await apply(Self.flow(), on: server).failed == 1)
    #expect(server.writes.count == 1)
  }

  @Test func isSentOnceMoreAndNotTwice() async throws {
    let server = Self.server(
      try Self.flow().live, Array(repeating: Self.missing[1], count: 5))
    #expect(try await apply(Self.flow(), on: server).failed == 1)
    #expect(server.writes.count == 2)
  }
}
