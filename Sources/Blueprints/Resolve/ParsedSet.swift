package import Catalog
import Model

/// A set of files. Each is parsed once and resolved as often as questions and late values require.
package struct ParsedSet: Sendable {
  /// How many values the tags of one file may produce.
  package static let valueLimit = 1_000_000

  let catalog: Catalog
  let fastPath: FastPath
  let blueprints: ParsedBlueprints
  /// Files that were found by a walk and have a label that excludes them.
  let leftOut: ParsedBlueprints
  let diagnostics: [Diagnostic]
  let sources: [SourceText]

  /// Parses the files, except those that the cache has parsed before.
  package init(
    _ files: [BlueprintFiles.File], catalog: Catalog, fastPath: FastPath = .on,
    valueLimit: Int = ParsedSet.valueLimit, cache: ParsedFileCache? = nil
  ) {
    cache?.prepare(for: Set(files.map(\.source.file)), catalog)
    self.init(files, catalog: catalog, fastPath: fastPath, valueLimit: valueLimit) { source in
      let parse: (SourceText) -> ParsedFile = { fastPath.read($0, catalog: catalog) }
      return cache?.parsed(source, parse) ?? parse(source)
    }
  }

  init(
    _ files: [BlueprintFiles.File], catalog: Catalog, fastPath: FastPath,
    valueLimit: Int = ParsedSet.valueLimit, parse: @Sendable (SourceText) -> ParsedFile
  ) {
    self.catalog = catalog
    self.fastPath = fastPath
    sources = files.map(\.source)
    var (looked, leftOut): ([(ParsedFile, String?)], [(ParsedFile, String?)]) = ([], [])
    var diagnostics: [Diagnostic] = []
    for (file, parsed) in zip(files, files.concurrentMap { parse($0.source) }) {
      if let blueprint = parsed.blueprint, !blueprint.isInstantiable, !file.isNamed {
        leftOut.append((parsed, nil))
        continue
      }
      diagnostics += parsed.diagnostics
      looked.append((parsed, file.root))
    }
    blueprints = ParsedBlueprints(looked, valueLimit: valueLimit)
    self.leftOut = ParsedBlueprints(leftOut, valueLimit: valueLimit)
    self.diagnostics = diagnostics
  }
}
