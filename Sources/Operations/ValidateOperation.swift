package import Blueprints
package import Catalog
package import Model

/// Resolves and checks blueprints without a server.
package struct ValidateOperation: Sendable {
  private let catalog: Catalog
  private let options: DesiredSet.Options

  package init(_ catalog: Catalog, options: DesiredSet.Options) {
    self.catalog = catalog
    self.options = options
  }

  /// Checks the blueprints against several versions. The findings name the versions that they hold for, unless they
  /// hold for all; the desired set is that of the last version. `caches` has one cache for each catalog, or none.
  package static func run(
    _ files: BlueprintFiles, against catalogs: [(name: String, catalog: Catalog)],
    options: DesiredSet.Options,
    caches: [ParsedFileCache] = []
  ) throws(OperationError) -> (desired: DesiredSet, diagnostics: [Diagnostic]) {
    var found: [VersionedFindings.Found] = []
    var last: DesiredSet?
    for (position, (name, catalog)) in catalogs.enumerated() {
      let cache = caches.indices.contains(position) ? caches[position] : nil
      let desired = try ValidateOperation(catalog, options: options).run(files, cache: cache)
      found.append(
        VersionedFindings.Found(
          name: name, version: catalog.version,
          diagnostics: UpgradeHints.added(to: desired.diagnostics, of: files, for: catalog)))
      last = desired
    }
    guard let last else { throw OperationError(.failed, "there is no version to check against") }
    return (last, VersionedFindings.merged(found))
  }

  /// Resolves the blueprints; all findings are among the result's diagnostics.
  package func run(
    _ files: BlueprintFiles, cache: ParsedFileCache? = nil
  ) throws(OperationError) -> DesiredSet {
    let desired = DesiredSet(ParsedSet(files.files, catalog: catalog, cache: cache), options: options)
    try catalog.refuse(namesOfNothing: desired.namesOfNothing)
    return desired
  }
}
