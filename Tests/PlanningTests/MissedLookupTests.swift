import Blueprints
import Catalog
import Model
import OrderedCollections
import Planning
import TestSupport
import Testing

/// A look-up that finds nothing does not remove anything.
@Suite struct MissedLookupTests {
  private static let model = "authentik_brands.brand"

  private static func plan(_ attrs: String, live: ValueMap?) throws -> Plan {
    let catalog = try EmbeddedCatalog.v2026_5_rc1.shared()
    let text = "entries:\n- model: \(model)\n  identifiers: {domain: d}\n  attrs:\n    \(attrs)\n"
    let question = Question.find(
      model: "authentik_flows.flow", conditions: [FindCondition(field: "slug", value: "gone")])
    var options = DesiredSet.Options()
    options.isOffline = false
    let desired = DesiredSet(
      [BlueprintFiles.File(source: SourceText(file: "b.yaml", bytes: Array(text.utf8)), isNamed: true)],
      catalog: catalog, options: options, answers: [question: Answer(value: nil)])
    #expect(desired.diagnostics.map(\.severity) == [.warning])
    let object = live.map { Value.map((["brand_uuid": "k", "domain": "d"] as ValueMap).merging($0) { $1 }) }
    return Planner.plan(
      PlanInput(
        entries: desired.entries, catalog: catalog,
        liveObjects: [model: .objects(object.map { [$0] } ?? [])]))
  }

  private static let find = "!Find [authentik_flows.flow, [slug, gone]]"

  @Test(
    arguments: [
      ("flow_recovery: \(find)", ["flow_recovery": "x"], "flow_recovery"),
      (
        "attributes: {a: {b: \(find)}}", ["flow_recovery": "x", "attributes": ["a": ["b": "y"]]],
        "attributes.a.b"
      ),
    ] as [(String, ValueMap, String)])
  func isAnErrorWhereSomethingIs(attrs: String, live: ValueMap, path: String) throws {
    let plan = try Self.plan(attrs, live: live)
    #expect(plan.changes.isEmpty)
    #expect(
      plan.diagnostics.map(\.message) == [
        "there is no authentik_flows.flow with slug=gone; this would clear `\(path)` of authentik_brands.brand[domain=d]; if that is intended, write `null`"
      ])
    #expect(plan.diagnostics.first?.severity == .error && plan.diagnostics.first?.location?.line == 5)
  }

  @Test(
    arguments: [nil, ["flow_recovery": nil], ["flow_recovery": nil, "branding_title": "x"]] as [ValueMap?])
  func isNoneWhereNothingIs(live: ValueMap?) throws {
    let plan = try Self.plan("{flow_recovery: \(Self.find), branding_title: T}", live: live)
    #expect(plan.diagnostics.isEmpty)
    #expect(plan.changes.map(\.action) == [live == nil ? .create : .update])
  }
}
