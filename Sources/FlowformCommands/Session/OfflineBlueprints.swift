import Blueprints
import Catalog
import Operations

/// The blueprints of a command without a server, and how to resolve them.
struct OfflineBlueprints {
  let files: BlueprintFiles
  let catalogs: [(name: String, catalog: Catalog)]
  let options: DesiredSet.Options

  /// `otherwise` are the paths if the command line names none; nil for those of the settings. `takesSeveral` allows
  /// catalogs of several versions, and `takesTests` test files, even if there is no blueprint.
  init(
    _ blueprints: BlueprintOptions, _ language: LanguageOptions, _ catalog: CatalogOptions,
    _ target: TargetOptions, otherwise: [String]? = nil, takesSeveral: Bool = false, takesTests: Bool = false
  ) throws {
    let settings = try target.settings()
    catalogs = try takesSeveral ? catalog.loadAll(settings) : [("", catalog.load(settings))]
    if let otherwise, !blueprints.areNamed {
      files = BlueprintFiles(otherwise)
    } else {
      files = blueprints.read(settings, takesTests: takesTests)
    }
    options = try language.desiredSetOptions(
      settings, try language.contextFiles(settings), only: blueprints.selected, isStrict: blueprints.strict,
      isOffline: true)
  }

  var catalog: Catalog { catalogs[0].catalog }

  func desired() throws(OperationError) -> DesiredSet {
    try ValidateOperation(catalog, options: options).run(files)
  }
}
