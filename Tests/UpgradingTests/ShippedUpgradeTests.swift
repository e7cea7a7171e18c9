import Blueprints
import Catalog
import Foundation
import Model
import Testing
import Upgrading

/// The blueprints that authentik ships, from each version to the next. Without the documents beside the project, these
/// tests are skipped.
struct ShippedUpgradeTests {
  private static let shared = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/authentik")

  private static var isThere: Bool { FileManager.default.fileExists(atPath: shared.path) }

  private static let pairs = Array(zip(EmbeddedCatalog.all, EmbeddedCatalog.all.dropFirst()))

  private struct Place: Hashable, Comparable, CustomStringConvertible {
    let location: Model.SourceLocation
    let isError: Bool

    var description: String { "\(location) \(isError ? "error" : "warning")" }

    static func < (left: Place, right: Place) -> Bool { left.location < right.location }
  }

  private func files(_ version: EmbeddedCatalog) throws -> BlueprintFiles {
    // The documents of 2026.5 are those of its release candidate, and there are none of 2026.8.
    let family = version.family == "2026.8" ? "2026.5" : version.family
    let folder = Self.shared.appending(path: "\(family)/blueprints").path
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
      .filter { $0.hasSuffix(".yaml") }.map { folder + "/" + $0 }
    return BlueprintFiles(paths)
  }

  /// What the catalog objects to.
  private func objections(_ files: BlueprintFiles, _ catalog: Catalog) -> Set<Place> {
    var options = DesiredSet.Options()
    options.isOffline = true
    let found = DesiredSet(files.files, catalog: catalog, options: options).diagnostics
    return Set(
      found.filter { $0.severity != .note }.compactMap { diagnostic in
        diagnostic.location.map { Place(location: $0, isError: diagnostic.severity == .error) }
      })
  }

  @Test(.enabled("needs authentik's own blueprints at ../shared/authentik") { isThere }, arguments: pairs)
  func saysWhatTheNewerCatalogObjectsTo(_ older: EmbeddedCatalog, _ newer: EmbeddedCatalog) throws {
    let (old, new) = (try older.load(), try newer.load())
    let files = try files(older)
    #expect(files.files.count > 20)
    let expected = objections(files, new).subtracting(objections(files, old))
    let versions = UpgradeVersions(from: (older.version, old), to: (newer.version, new))
    let upgrade = Upgrade(files.files.map(\.source), versions)
    let found = Set(
      // No catalog objects to a changed default.
      upgrade.files.flatMap(\.findings).filter { $0.severity != .note && $0.code != "default" }
        .map { Place(location: $0.location, isError: $0.severity == .error) })
    #expect(found.subtracting(expected).sorted() == [], "more than the catalog objects to")
    #expect(expected.subtracting(found).sorted() == [], "less than the catalog objects to")

    let texts = Dictionary(
      upgrade.files.compactMap { file in file.rewritten.map { (file.source.file, $0) } },
      uniquingKeysWith: { $1 })
    let left = objections(files.replacing(texts), new).subtracting(objections(files, old)).filter(\.isError)
    let told = Set(
      upgrade.files.flatMap(\.findings).filter { $0.rewriting != .sure }.map(\.location.file))
    #expect(left.filter { !told.contains($0.location.file) }.sorted() == [])
  }
}
