import Blueprints
import Catalog
package import Model
import YAML

/// All that a newer authentik changes for a set of blueprints, with the new text of the files.
package struct Upgrade: Sendable {
  /// A file with its new text.
  package struct File: Sendable {
    package let source: SourceText
    package let findings: [UpgradeFinding]
    /// The text with all rewrites; nil if there are none.
    package let rewritten: [UInt8]?
  }

  package let files: [File]
  /// The errors of files that cannot be read as blueprints.
  package let diagnostics: [Diagnostic]
  package let entryCount: Int

  /// Reads and checks the files. With `isInferred`, inferred rewrites are made, too. With `place`, only the findings there
  /// count. With `lines`, only the entries at these lines of each file are checked.
  package init(
    _ sources: [SourceText], _ versions: UpgradeVersions, isInferred: Bool = false,
    at place: SourceLocation? = nil, near lines: [String: [Int]]? = nil
  ) {
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
      let check = FileCheck(
        file.0, root, entries, versions, &objects, near: lines.map { $0[file.0.file] ?? [] })
      return check.rewritten(isInferred: isInferred, at: place)
    }
  }
}
