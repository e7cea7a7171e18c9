import Applying
import Catalog
import Model
import OperationsSupport
import OrderedCollections
import Planning
import Remote
import Sandbox
import State
import TestSupport
import Testing

/// Somebody creates objects between a plan and its apply. Each refused create ends in adoption or an update, for every
/// kind that the server refuses to create twice.
struct DuplicateTests {
  /// An object that an entry declares, and its form as somebody else creates it.
  private struct Pair: Sendable {
    let kind: Kind
    var wanted: ValueMap
    var there: ValueMap
    let identifiers: [String]

    var isWritten: Bool {
      wanted != there || wanted.keys.contains { kind.field($0)?.isWriteOnly == true }
    }

    var entry: Value {
      [
        "model": .string(kind.model), "identifiers": .map(wanted.filter { identifiers.contains($0.key) }),
        "attrs": .map(wanted.filter { !identifiers.contains($0.key) }),
      ]
    }
  }

  @Test(arguments: [false, true]) func endInAdoptionOrUpdate(differ: Bool) async throws {
    let sandbox = try SandboxServer(SandboxConfiguration())
    let objects = try NewObjects.on(sandbox)
    // Some kinds allow only one object of a sort, so the trial object is on another server.
    let trial = try NewObjects.on(try SandboxServer(SandboxConfiguration()))
    var pairs: [Pair] = []
    for kind in try EmbeddedCatalog.v2026_5_rc1.load().kinds
    where kind.canUpdate && (!kind.uniqueFields.isEmpty || !kind.uniqueTogether.isEmpty) {
      guard try await trial.createIfPossible(kind, "dup-try-\(kind.component.lowercased())") != nil,
        let pair = try await Self.pair(kind, objects, differs: differ)
      else { continue }
      pairs.append(pair)
    }
    #expect(pairs.count == (differ ? 48 : 92), "of every kind, until a version adds one")
    let directory = try TemporaryDirectory()
    var apply = ApplyInProcess(
      blueprint: JSONWriter.write(["version": 1, "entries": .list(pairs.map(\.entry))]),
      store: StateStore(path: directory.path("state.json")), onFailure: .continue)
    let others = pairs
    apply.meanwhile = { for pair in others { try await objects.create(pair.kind, pair.there) } }
    let transport = EngineTransport(sandbox: sandbox)
    let first = try await apply.run(transport)
    #expect(first.plan.changes.count == pairs.count, "\(first.plan.diagnostics)")
    for (change, pair) in zip(first.plan.changes, pairs) {
      #expect(change.action == .create && change.address.model == pair.kind.model)
      let ends = first.events.compactMap { event -> String? in
        switch event {
        case .finished(change.address, let action, _): action.rawValue
        case .failed(change.address, _, let reason, _): reason
        default: nil
        }
      }
      #expect(ends == [pair.isWritten ? "update" : "adopt"], "\(change.address)")
    }
    apply.meanwhile = {}
    let second = try await apply.run(transport)
    for change in second.plan.changes {
      #expect(change.action == .unchanged, "\(change.address): \(change.fields)")
    }
  }

  /// Nil for a kind without a field that could differ, and for a kind with unique fields that cannot be set.
  private static func pair(_ kind: Kind, _ objects: NewObjects, differs: Bool) async throws -> Pair? {
    let name = "dup-\(kind.component.lowercased())"
    var body = try await objects.body(kind, name)
    if identifiers(of: kind, body) == nil {
      for field in (kind.uniqueTogether.first ?? kind.uniqueFields).compactMap(kind.field) {
        body[field.name] = try await objects.value(of: field, name)
      }
    }
    guard let identifiers = identifiers(of: kind, body) else { return nil }
    var pair = Pair(kind: kind, wanted: body, there: body, identifiers: identifiers)
    if differs {
      // A flag that no rule of the server reads.
      let flag = kind.writableFields.first {
        $0.type == .boolean && body[$0.name] == nil && !kind.sentAlong.contains($0.name)
      }
      guard let flag else { return nil }
      pair.wanted[flag.name] = true
      pair.there[flag.name] = false
    }
    return pair
  }

  /// The fields that identify an object of the kind, as an entry would use them.
  private static func identifiers(of kind: Kind, _ body: ValueMap) -> [String]? {
    if let name = kind.uniqueFields.first(where: { body[$0]?.string != nil }) { return [name] }
    return kind.uniqueTogether.first { $0.allSatisfy { body[$0].flatMap(Coercion.text) != nil } }
  }
}
