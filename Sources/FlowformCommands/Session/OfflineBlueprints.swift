import Blueprints
import Catalog
import Operations

/// The blueprints of a command without a server, and how to resolve them.
struct OfflineBlueprints {
  let files: BlueprintFiles
  let catalog: Catalog
  let options: DesiredSet.Options

  /// `otherwise` are the paths if the command line names none; nil for those of the settings.
  init(
    _ blueprints: BlueprintOptions, _ language: LanguageOptions, _ catalog: CatalogOptions,
    _ target: TargetOptions, otherwise: [String]? = nil
  ) throws {
    let settings = try target.settings()
    self.catalog = try catalog.load()
    if let otherwise, !blueprints.areNamed {
      files = BlueprintFiles(otherwise)
    } else {
      files = blueprints.read(settings)
    }
    options = try language.desiredSetOptions(
      settings, try language.contextFiles(settings), only: blueprints.selected, isStrict: blueprints.strict,
      isOffline: true)
  }

  func desired() throws(OperationError) -> DesiredSet {
    try ValidateOperation(catalog, options: options).run(files)
  }
}
