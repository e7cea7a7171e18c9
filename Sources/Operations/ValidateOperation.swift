package import Blueprints
package import Catalog
import FlowTesting
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
    options: DesiredSet.Options, caches: [ParsedFileCache] = []
  ) throws(OperationError) -> (desired: DesiredSet, testCount: Int, diagnostics: [Diagnostic]) {
    var found: [VersionedFindings.Found] = []
    var last: (desired: DesiredSet, testCount: Int)?
    for (position, (name, catalog)) in catalogs.enumerated() {
      let cache = caches.indices.contains(position) ? caches[position] : nil
      let desired = try ValidateOperation(catalog, options: options).run(files, cache: cache)
      let (testCount, tests) = checkedTests(files, desired, catalog, options)
      found.append(
        VersionedFindings.Found(
          name: name, version: catalog.version,
          diagnostics: UpgradeHints.added(to: desired.diagnostics, of: files, for: catalog) + tests))
      last = (desired, testCount)
    }
    guard let last else { throw OperationError(.failed, "there is no version to check against") }
    return (last.desired, last.testCount, VersionedFindings.merged(found))
  }

  /// How many tests there are, and the findings about them, by themselves and against the blueprints.
  private static func checkedTests(
    _ files: BlueprintFiles, _ desired: DesiredSet, _ catalog: Catalog, _ options: DesiredSet.Options
  ) -> (count: Int, findings: [Diagnostic]) {
    guard !files.tests.isEmpty else { return (0, []) }
    let set = FlowTestSet(files.tests, catalog: catalog, options: options)
    // A selection of entries leaves out what the tests are about.
    guard options.only.isEmpty else { return (set.tests.count, set.diagnostics) }
    let findings = FlowTestCheck.findings(set.tests, against: desired, catalog)
    return (
      set.tests.count,
      set.diagnostics + findings.masked(by: set.secretMask, sources: files.tests.map(\.source))
    )
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
