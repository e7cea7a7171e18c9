import Blueprints
import LiveReading
import Operations

extension LanguageOptions {
  /// The plan request of these and the command's other options.
  func planRequest(
    _ files: BlueprintFiles, _ blueprints: BlueprintOptions, _ settings: Settings, _ server: ServerOptions,
    limits: DeleteLimits
  ) throws -> PlanRequest {
    let contextFiles = try contextFiles(settings)
    var request = PlanRequest(
      files: files, paths: blueprints.places(settings),
      options: try desiredSetOptions(
        settings, contextFiles, only: blueprints.selected, isStrict: blueprints.strict, isOffline: false),
      limits: limits)
    request.contextFiles = contextFiles
    request.isPart = blueprints.areAPart(settings)
    request.mode = server.read
    request.moves = settings.moved
    request.tests = BlueprintOptions.configuredTests(settings)
    return request
  }
}
