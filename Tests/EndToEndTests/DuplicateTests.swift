import Applying
import Catalog
import Model
import OrderedCollections
import Planning
import Remote
import StateFile
import TestSupport
import Testing

@testable import Sandbox

/// Somebody else creates an object between a plan and its apply: the create that is refused ends in adoption or an
/// update, on every kind of which the server refuses a second one.
struct DuplicateTests {
  /// Kinds that no blueprint can describe by a field that is unique: none of their unique fields is in a body.
  private static let withoutIdentifier: Set<String> = []

  @Test(arguments: [false, true]) func endsInAdoptionOrUpdate(differs: Bool) async throws {
    let sandbox = try SandboxServer(SandboxConfiguration())
    let objects = try NewObjects(sandbox)
    var (count, skipped) = (0, [String]())
    for kind in try EmbeddedCatalog.newest.load().kinds
    where kind.canUpdate && (!kind.uniqueFields.isEmpty || !kind.uniqueTogether.isEmpty) {
      let body = try await objects.body(kind, "dup-\(kind.component.lowercased())")
      guard let identifiers = Self.identifiers(of: kind, body) else {
        skipped.append(kind.model)
        continue
      }
      var wanted = body
      var there = body
      if differs {
        guard let flag = Self.flag(of: kind, besides: body) else { continue }
        wanted[flag] = true
        there[flag] = false
      }
      try await check(kind, objects, wanted: wanted, there: there, identifiers, sandbox)
      count += 1
    }
    #expect(count > (differs ? 40 : 80), "only \(count)")
    #expect(Set(skipped) == Self.withoutIdentifier)
  }

  private func check(
    _ kind: Kind, _ objects: NewObjects, wanted: ValueMap, there: ValueMap, _ identifiers: [String],
    _ sandbox: SandboxServer
  ) async throws {
    let entry: ValueMap = [
      "model": .string(kind.model), "identifiers": .map(wanted.filter { identifiers.contains($0.key) }),
      "attrs": .map(wanted.filter { !identifiers.contains($0.key) }),
    ]
    let directory = try TemporaryDirectory()
    var apply = ApplyInProcess(
      blueprint: JSONWriter.write(["version": 1, "entries": [.map(entry)]]),
      store: StateStore(path: directory.path("state.json")))
    apply.meanwhile = { try await objects.create(kind, there) }
    let transport = EngineTransport(sandbox: sandbox)
    let first = try await apply.run(transport)
    #expect(first.plan.changes.map(\.action) == [.create], "\(kind.model): \(first.plan.diagnostics)")
    #expect(first.outcome.isComplete, "\(kind.model): \(first.events)")
    let isWritten = wanted != there || wanted.keys.contains { kind.field($0)?.isWriteOnly == true }
    #expect(first.outcome[isWritten ? .update : .adopt] == 1, "\(kind.model): \(first.outcome)")
    apply.meanwhile = {}
    let second = try await apply.run(transport)
    #expect(second.plan.changes.map(\.action) == [.unchanged], "\(kind.model): \(second.plan.changes)")
    #expect(second.outcome.isComplete)
  }

  /// What tells an object of the kind from others, as an entry would.
  private static func identifiers(of kind: Kind, _ body: ValueMap) -> [String]? {
    if let name = kind.uniqueFields.first(where: { body[$0]?.string != nil }) { return [name] }
    return kind.uniqueTogether.first { $0.allSatisfy { body[$0].map { !$0.isNull } ?? false } }
  }

  /// A field that can be set either way and that no rule of the server reads.
  private static func flag(of kind: Kind, besides body: ValueMap) -> String? {
    kind.writableFields.first {
      $0.type == .boolean && body[$0.name] == nil && !kind.sentAlong.contains($0.name)
        && !kind.uniqueFields.contains($0.name)
    }?.name
  }
}
