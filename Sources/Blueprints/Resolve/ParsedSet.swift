package import Catalog
import Model

/// A set of files. Each is parsed once and resolved as often as questions and late values require.
package struct ParsedSet: Sendable {
  let catalog: Catalog
  let fastPath: FastPath
  let blueprints: ParsedBlueprints
  /// Files that were found by a walk and have a label that excludes them.
  let leftOut: ParsedBlueprints
  let diagnostics: [Diagnostic]
  let sources: [SourceText]

  package init(_ files: [BlueprintFiles.File], catalog: Catalog, fastPath: FastPath = .on) {
    self.init(files, catalog: catalog, fastPath: fastPath) { fastPath.read($0, catalog: catalog) }
  }

  init(
    _ files: [BlueprintFiles.File], catalog: Catalog, fastPath: FastPath,
    parse: @Sendable (SourceText) -> ParsedFile
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
    blueprints = ParsedBlueprints(looked)
    self.leftOut = ParsedBlueprints(leftOut)
    self.diagnostics = diagnostics
  }
}
