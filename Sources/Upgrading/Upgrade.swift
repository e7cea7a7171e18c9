import Blueprints
import Catalog
package import Model
import YAML

/// Everything in a set of blueprints that another version of authentik refuses, ignores or reads otherwise, with the
/// text that settles it.
package struct Upgrade: Sendable {
  /// A file with its new text.
  package struct File: Sendable {
    package let source: SourceText
    package let findings: [UpgradeFinding]
    /// The text with all rewrites; nil if there are none.
    package let rewritten: [UInt8]?
  }

  package let files: [File]
  /// Files that are no blueprints, and what is wrong with them.
  package let diagnostics: [Diagnostic]
  package let entryCount: Int

  /// Reads the files and checks them. With `isInferred`, rewrites are made that are only inferred.
  package init(_ sources: [SourceText], _ versions: UpgradeVersions, isInferred: Bool = false) {
    let read = sources.map { source in (source, BlueprintReader.read(source)) }
    diagnostics = read.flatMap { $0.1.diagnostics.filter { $0.severity == .error } }
    let entries = read.map { _, result in
      (result.blueprint?.entries ?? []).compactMap { WrittenEntry($0, versions.target) }
    }
    entryCount = read.reduce(0) { $0 + ($1.1.blueprint?.entries.count ?? 0) }
    var objects = ObjectGroups(entries.joined())
    files = zip(read, entries).map { file, entries in
      guard file.1.blueprint != nil, let root = try? SourceReader.read(file.0.bytes) else {
        return File(source: file.0, findings: [], rewritten: nil)
      }
      let check = FileCheck(file.0, root, entries, versions, &objects)
      return check.rewritten(isInferred: isInferred)
    }
  }
}
