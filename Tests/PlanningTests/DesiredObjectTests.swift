import Blueprints
import Catalog
import Model
import OrderedCollections
import TestSupport
import Testing

@testable import Planning

@Suite struct DesiredObjectTests {
  /// Blueprints use the name `icon` for an application's `meta_icon`.
  @Test func twoNamesOfOneFieldAreOneValue() throws {
    let text = """
      entries:
      - model: authentik_core.application
        identifiers: {slug: a}
        attrs: {icon: first.png, name: A, meta_icon: second.png}
      """
    let catalog = try EmbeddedCatalog.v2026_5_rc1.shared()
    let file = BlueprintFiles.File(source: SourceText(file: "b.yaml", bytes: Array(text.utf8)), isNamed: true)
    let desired = DesiredSet([file], catalog: catalog, options: DesiredSet.Options())
    let entry = try #require(desired.entries.first)
    let target = DesiredObject(entry, as: try #require(catalog.kind(entry.model))) { _ in nil }
    #expect(target.values == ["name": "A", "meta_icon": "second.png", "slug": "a"])
  }
}
