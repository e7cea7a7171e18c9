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
    DesiredSet(
      [file(text)], catalog: try version.load(),
      options: DesiredSet.Options(only: only, isStrict: isStrict))
  }

  /// `error 2:3 what is wrong`, one line for each.
  static func lines(_ diagnostics: [Diagnostic]) -> String {
    diagnostics.map { diagnostic in
      let place = diagnostic.location.map { "\($0.line):\($0.column) " } ?? ""
      return "\(diagnostic.severity.rawValue) \(place)\(diagnostic.message)\n"
    }.joined()
  }
}
