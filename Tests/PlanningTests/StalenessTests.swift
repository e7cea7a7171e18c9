import Catalog
import Model
import OrderedCollections
import TestSupport
import Testing

@testable import Planning

/// The conditions under which a plan no longer fits the live objects.
struct StalenessTests {
  private static let live: ValueMap = [
    "pk": 7, "username": "ada", "name": "Ada", "groups": ["1"], "uid": "computed",
  ]

  private static func plan(_ action: Action, _ fields: [FieldChange] = []) throws -> (Plan, Catalog) {
    let catalog = try EmbeddedCatalog.v2026_5_rc1.shared()
    let kind = try #require(catalog.kind("authentik_core.user"))
    var change = PlannedChange(
      address: ResourceAddress(model: kind.model, identifiers: [("username", "ada")]), action: action)
    change.identifiers = ["username": "ada"]
    change.primaryKey = 7
    change.liveDigest = Digest.of(.map(live), as: kind)
    change.fields = fields
    return (Plan(changes: [change]), catalog)
  }

  private static func differences(
    _ action: Action, _ fields: [FieldChange] = [], now changes: ValueMap
  ) throws -> Bool {
    let (plan, catalog) = try plan(action, fields)
    let now = Value.map(live.merging(changes) { $1 })
    return !Staleness.differences(
      of: plan, liveObjects: ["authentik_core.user": .objects([now])], catalog: catalog
    ).isEmpty
  }

  @Test(
    arguments: [
      (["name": "Bea"], true), (["is_active": false], true), (["uid": "another"], false),
      // The same plan may change the group at the other end.
      (["groups": ["1", "2"]], false), ([:], false),
    ] as [(ValueMap, Bool)])
  func goesByWhatCanBeWritten(_ changes: ValueMap, _ isStale: Bool) throws {
    #expect(try Self.differences(.unchanged, now: changes) == isStale)
    #expect(try Self.differences(.delete, now: changes) == isStale)
  }

  @Test func aSetThatThePlanChangesIsSeen() throws {
    let change = FieldChange(path: FieldPath("groups"), before: ["1"], after: ["3"])
    #expect(try Self.differences(.update, [change], now: ["groups": ["1", "2"]]))
    #expect(try !Self.differences(.update, [change], now: [:]))
  }
}
