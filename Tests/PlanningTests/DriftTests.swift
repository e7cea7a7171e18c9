import Catalog
import Model
import OrderedCollections
import Planning
import TestSupport
import Testing

/// The state compared with the server, independent of the blueprints.
struct DriftTests {
  private static func outline(
    live: [Value], _ prepare: (inout World) -> Void = { $0.record("a", pk: "1") }
  ) throws -> [String] {
    var world = World("[]")
    prepare(&world)
    let drift = Drift.found(
      in: world.records, liveObjects: [World.model: .objects(live)],
      catalog: try EmbeddedCatalog.v2026_5_rc1.shared())
    return drift.plan.outline
  }

  @Test func whatIsAsItWasAppliedIsNoDrift() throws {
    #expect(try Self.outline(live: [World.flow("a", pk: "1", ["layout": "sidebar_left"])]) == [])
  }

  @Test func aChangedFieldLeadsBackToWhatWasApplied() throws {
    #expect(
      try Self.outline(live: [World.flow("a", pk: "1", title: "U")])
        == [#"update slug=a title: "U" -> "T" (drift) pk 1 adopted"#])
  }

  @Test func aRenamedObjectIsStillTheSame() throws {
    #expect(
      try Self.outline(live: [World.flow("b", pk: "1", ["name": "a"])])
        == [#"update slug=a slug: "b" -> "a" (drift) pk 1 adopted"#])
  }

  @Test func anObjectThatIsGoneWouldBeMadeAgain() throws {
    #expect(try Self.outline(live: []) == ["create slug=a (gone from the server)"])
  }

  @Test func anObjectThatWasMadeAnewIsAnother() throws {
    #expect(
      try Self.outline(live: [World.flow("a", pk: "2")])
        == [
          #"update slug=a pk: "2" -> "1" (drift) (another object with the same identifiers is in its place) pk 2 adopted"#
        ])
  }

  @Test func whatCannotBeReadIsAnErrorAndNotSilence() throws {
    var world = World("[]")
    world.record("a", pk: "1")
    for liveObjects in [[:], [World.model: LiveObjects.verdicts([:])]] {
      let drift = Drift.found(
        in: world.records, liveObjects: liveObjects, catalog: try EmbeddedCatalog.v2026_5_rc1.shared())
      #expect(drift.plan.diagnostics.first?.message.contains("authentik_flows.view_flow") == true)
      #expect(drift.comparedCount == 0)
    }
  }
}
