import Blueprints
import Catalog
import Model

/// Reads texts as blueprints, for the tests of this target.
enum BlueprintText {
  static func file(_ text: String, _ name: String = "b.yaml", isNamed: Bool = true) -> BlueprintFiles.File {
    BlueprintFiles.File(source: SourceText(file: name, bytes: Array(text.utf8)), isNamed: isNamed)
  }

  static func desired(
    _ text: String, only: Set<String> = [], isStrict: Bool = false, version: EmbeddedCatalog = .v2026_5
  ) throws -> DesiredSet {
    try desired(text) {
      $0.only = Selection(only)
      $0.isStrict = isStrict
    } version: {
      version
    }
  }

  static func desired(
    _ text: String, answers: [Question: Answer] = [:], _ change: (inout DesiredSet.Options) -> Void,
    version: () -> EmbeddedCatalog = { .newest }
  ) throws -> DesiredSet {
    DesiredSet([file(text)], catalog: try version().load(), options: options(change), answers: answers)
  }

  /// Options of an offline command whose environment is empty.
  static func options(_ change: (inout DesiredSet.Options) -> Void = { _ in }) -> DesiredSet.Options {
    var options = DesiredSet.Options(environment: EnvironmentAccess(variables: [:]), isOffline: true)
    change(&options)
    return options
  }

  /// `error 2:3 what is wrong`, one line for each.
  static func lines(_ diagnostics: [Diagnostic]) -> String {
    diagnostics.map { diagnostic in
      let place = diagnostic.location.map { "\($0.line):\($0.column) " } ?? ""
      return "\(diagnostic.severity.rawValue) \(place)\(diagnostic.message)\n"
    }.joined()
  }
}
