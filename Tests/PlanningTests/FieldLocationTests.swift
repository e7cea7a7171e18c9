import Blueprints
import Catalog
import Model
import OrderedCollections
import Planning
import TestSupport
import Testing

/// The places of a change's values in the blueprints.
@Suite struct FieldLocationTests {
  private static func plan(_ files: [(name: String, text: String)]) throws -> Plan {
    let catalog = try EmbeddedCatalog.v2026_5_rc1.shared()
    let files = files.map {
      BlueprintFiles.File(
        source: SourceText(file: $0.name, bytes: Array($0.text.utf8)), isNamed: true)
    }
    let desired = DesiredSet(files, catalog: catalog, options: DesiredSet.Options())
    let liveObjects = Dictionary(
      desired.entries.map { ($0.model, LiveObjects.objects([])) }, uniquingKeysWith: { $1 })
    return Planner.plan(
      PlanInput(entries: desired.entries, catalog: catalog, liveObjects: liveObjects))
  }

  @Test func areThoseOfTheValues() throws {
    let text = """
      entries:
      - model: authentik_core.application
        identifiers: {slug: a}
        attrs:
          name: A
          icon: first.png
      """
    let change = try #require(try Self.plan([("a.yaml", text)]).changes.first)
    #expect(
      change.fieldLocations.mapValues(\.description)
        == ["slug": "a.yaml:3:23", "name": "a.yaml:5:11", "meta_icon": "a.yaml:6:11"])
  }

  /// An entry may complete what another file begins.
  @Test func areInTheFileThatDeclaresTheValue() throws {
    let first = """
      entries:
      - model: authentik_core.application
        identifiers: {slug: a}
        attrs: {name: A}
      """
    let second = """
      entries:

      - model: authentik_core.application
        identifiers: {slug: a}
        attrs: {meta_publisher: B}
      """
    let change = try #require(try Self.plan([("a.yaml", first), ("b.yaml", second)]).changes.first)
    #expect(change.fieldLocations["name"]?.description == "a.yaml:4:17")
    #expect(change.fieldLocations["meta_publisher"]?.description == "b.yaml:5:27")
  }
}
