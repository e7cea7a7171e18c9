package import Blueprints
package import Catalog

/// Resolves and checks blueprints without a server.
package struct ValidateOperation: Sendable {
  private let catalog: Catalog
  private let options: DesiredSet.Options

  package init(_ catalog: Catalog, options: DesiredSet.Options) {
    self.catalog = catalog
    self.options = options
  }

  /// Resolves the blueprints; all findings are among the result's diagnostics.
  package func run(_ files: BlueprintFiles) throws(OperationError) -> DesiredSet {
    let desired = DesiredSet(files.files, catalog: catalog, options: options)
    try catalog.refuse(namesOfNothing: desired.namesOfNothing)
    return desired
  }
}
