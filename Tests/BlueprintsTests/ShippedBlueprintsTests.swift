import Blueprints
import Catalog
import Model
import OrderedCollections
import TestSupport
import Testing

/// The blueprints that authentik ships, version by version.
@Suite struct ShippedBlueprintsTests {
  private static func catalog(_ version: String) throws -> Catalog {
    // The documents of 2026.5 are those of its release candidate.
    try EmbeddedCatalog.named(version == "2026.5" ? "2026.5.0-rc1" : version).load()
  }

  private static func files(_ version: String) throws -> [BlueprintFiles.File] {
    try SharedMaterial.files(below: "authentik/\(version)/blueprints", ending: ".yaml").map {
      BlueprintFiles.File(source: SourceText(file: $0, bytes: try SharedMaterial.bytes($0)), isNamed: true)
    }
  }

  @Test(.needsSharedMaterial, arguments: SharedMaterial.versions)
  func eachIsRight(version: String) throws {
    let files = try Self.files(version)
    #expect(files.count > 30)
    let catalog = try Self.catalog(version)
    var count = 0
    for file in files {
      let desired = try BlueprintText.desired([file], catalog: catalog, options: BlueprintText.options())
      #expect(
        BlueprintText.lines(desired.diagnostics.filter { $0.severity == .error }) == "", "\(file.source.file)"
      )
      #expect(desired.diagnostics.allSatisfy { $0.location?.file == file.source.file })
      count += desired.entries.count
    }
    #expect(count > 150)
  }

  /// The blueprints in `system` and `default` together, as a new installation applies them.
  @Test(.needsSharedMaterial, arguments: SharedMaterial.versions)
  func togetherTheyAreOneSet(version: String) throws {
    let files = try Self.files(version).filter { !$0.source.file.contains("/example/") }
    let desired = try BlueprintText.desired(
      files, catalog: Self.catalog(version), options: BlueprintText.options())
    #expect(BlueprintText.lines(desired.diagnostics.filter { $0.severity == .error }) == "")
    var before: Set<ResourceAddress> = []
    for entry in desired.entries {
      #expect(entry.references.union(entry.comesAfter).isSubset(of: before), "\(entry.address)")
      before.insert(entry.address)
    }
  }
}
