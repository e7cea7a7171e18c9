import Blueprints
import Catalog
import Model
import OrderedCollections
import Planning
import TestSupport
import Testing

/// Whatever changes in an object, it is updated. It is never deleted and created again.
@Suite struct RecreationTests {
  /// A kind with a unique text field and another text field that can change.
  private static func subject(_ kind: Kind) -> (identifier: String, field: String)? {
    func isText(_ name: String) -> Bool {
      guard let field = kind.field(name), case .text(.plain) = field.type, !field.isDuration else {
        return false
      }
      return !field.isReadOnly && !field.isWriteOnly && field.pattern == nil && field.maxLength ?? 99 > 5
    }
    guard let identifier = kind.uniqueFields.first(where: isText),
      let field = kind.writableFields.first(where: { isText($0.name) && $0.name != identifier })
    else { return nil }
    return (identifier, field.name)
  }

  @Test(arguments: EmbeddedCatalog.all) func noKindIsEverMadeAgain(_ version: EmbeddedCatalog) throws {
    let catalog = try version.shared()
    var count = 0
    for kind in catalog.kinds {
      guard let (identifier, field) = Self.subject(kind) else { continue }
      count += 1
      let text = """
        entries:
        - model: \(kind.model)
          id: it
          identifiers: {\(identifier): wanted}
          attrs: {\(field): wanted}
        """
      let desired = DesiredSet(
        [.init(source: SourceText(file: "b.yaml", bytes: Array(text.utf8)), isNamed: true)],
        catalog: catalog, options: DesiredSet.Options())
      let address = ResourceAddress(
        model: kind.model, identifiers: [(key: identifier, value: .string("wanted"))])
      for (name, other) in [("wanted", "other"), ("other", "wanted"), ("other", "other")] {
        // The same object, with another name or another value, in the file or outside.
        let fields: [(String, Value)] = [
          (kind.primaryKey, "1"), (identifier, .string(name)), (field, .string(other)),
        ]
        let live = Value.map(ValueMap(fields) { $1 })
        let record = ResourceRecord(
          kind: kind.model, primaryKey: "1", origin: .created, source: "b.yaml", entryID: "it",
          identifiers: [identifier: "wanted"], applied: [identifier: "wanted", field: "wanted"])
        // With a number as key, another name means another object.
        let isSame = Recognition(live, as: record, kind) != .stranger
        #expect(isSame || (kind.hasCollidingKeys && name == "other"))
        var input = PlanInput(
          entries: desired.entries, catalog: catalog, liveObjects: [kind.model: .objects([live])])
        input.records = [address: record]
        input.sources = ["b.yaml"]
        input.prunes = true
        let plan = Planner.plan(input)
        guard isSame else {
          #expect(plan.changes.allSatisfy { $0.primaryKey == nil }, "\(kind.model)")
          continue
        }
        #expect(
          plan.changes.map(\.action) == [.update], "\(kind.model) \(name) \(other): \(plan.diagnostics)")
        #expect(plan.changes.first?.primaryKey == "1")
      }
    }
    #expect(count > 30)
  }
}
