import Blueprints
import Catalog
import Model
import Upgrading

/// Tells findings that come of an older form of the blueprints, and how to rewrite it.
struct UpgradeHints {
  private struct Place: Hashable {
    let location: SourceLocation
    let isError: Bool
  }

  /// The changes about single fields, which say what the catalog's objection says, and more.
  private static let renewing: Set<VersionChange.Change> = [.renamed, .removed, .choice, .type]

  /// Larger files get no hints: to read them once more takes several times their size.
  private static let sizeLimit = 1_000_000

  /// The findings about these files for a version, with the hints.
  static func added(to diagnostics: [Diagnostic], of files: BlueprintFiles, for catalog: Catalog)
    -> [Diagnostic]
  {
    let suspects = Set(diagnostics.filter { $0.severity != .note }.compactMap { $0.location?.file })
    let sources = files.keeping(suspects).files.map(\.source).filter { $0.bytes.count <= sizeLimit }
    guard !sources.isEmpty else { return diagnostics }
    let upgrade = Upgrade(sources, UpgradeVersions(from: nil, to: (catalog.version, catalog)))
    var messages: [Place: String] = [:]
    var additions: Set<SourceLocation> = []
    for finding in upgrade.files.flatMap(\.findings) where finding.rewriting == .sure {
      guard let change = VersionChange.Change(rawValue: finding.code) else { continue }
      if renewing.contains(change) {
        messages[Place(location: finding.location, isError: finding.severity == .error)] = finding.message
      } else if change == .required {
        additions.insert(finding.location)
      }
    }
    guard !messages.isEmpty || !additions.isEmpty else { return diagnostics }
    return diagnostics.map { diagnostic in
      guard let location = diagnostic.location else { return diagnostic }
      if let message = messages[Place(location: location, isError: diagnostic.severity == .error)] {
        return diagnostic.saying(message + "; `flowform upgrade --write` rewrites it")
      }
      let lacksFields = diagnostic.severity == .warning && !diagnostic.strict && additions.contains(location)
      return lacksFields
        ? diagnostic.saying(diagnostic.message + "; `flowform upgrade --write` adds it") : diagnostic
    }
  }
}
