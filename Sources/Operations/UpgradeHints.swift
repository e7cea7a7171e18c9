import Blueprints
import Catalog
import Model
import Upgrading

/// Finds diagnostics whose cause is an old form, and adds that `flowform upgrade` rewrites it.
struct UpgradeHints {
  private struct Place: Hashable {
    let location: SourceLocation
    let isError: Bool
  }

  /// Their messages replace the catalog's message about the same field.
  private static let renewing: Set<VersionChange.Change> = [.renamed, .removed, .choice, .type]

  /// The largest file that gets hints. A file is read once more for them, which takes several times its size.
  private static let sizeLimit = 1_000_000

  /// Returns the diagnostics with hints. `catalog` is the catalog that they were found with.
  static func added(to diagnostics: [Diagnostic], of files: BlueprintFiles, for catalog: Catalog)
    -> [Diagnostic]
  {
    var lines: [String: [Int]] = [:]
    for case let location? in diagnostics.filter({ $0.severity != .note }).map(\.location) {
      lines[location.file, default: []].append(location.line)
    }
    let sources = files.keeping(Set(lines.keys)).files.map(\.source).filter { $0.bytes.count <= sizeLimit }
    guard !sources.isEmpty else { return diagnostics }
    let upgrade = Upgrade(sources, UpgradeVersions(from: nil, to: (catalog.version, catalog)), near: lines)
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
      let command = Self.command(for: location.file, catalog)
      if let message = messages[Place(location: location, isError: diagnostic.severity == .error)] {
        return diagnostic.saying(message + "; `\(command)` rewrites it")
      }
      let lacksFields = diagnostic.severity == .warning && !diagnostic.strict && additions.contains(location)
      return lacksFields ? diagnostic.saying(diagnostic.message + "; `\(command)` adds it") : diagnostic
    }
  }

  /// The command that makes the new form. Standard input has no file to write, and is often an export.
  private static func command(for file: String, _ catalog: Catalog) -> String {
    guard file == BlueprintFiles.standardInput else { return "flowform upgrade --write" }
    return "flowform export --for-version \(AuthentikVersion(catalog.version).family)"
  }
}
