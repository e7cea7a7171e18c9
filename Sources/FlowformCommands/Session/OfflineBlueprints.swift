import Blueprints
import Catalog
import Operations

/// What a command without a server works on: blueprints, and how they are resolved.
struct OfflineBlueprints {
  let files: BlueprintFiles
  let catalog: Catalog
  let options: DesiredSet.Options

  /// `otherwise` are the paths for a command line that names none; nil for those of the settings.
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
