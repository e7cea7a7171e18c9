import Blueprints
import Catalog
import Model
import OrderedCollections
import TestSupport
import Testing

/// Reads texts as blueprints, for the tests of this target.
enum BlueprintText {
  static func catalog(_ version: EmbeddedCatalog = .v2026_5_rc1) throws -> Catalog { try version.shared() }

  static func file(_ text: String, _ name: String = "b.yaml", isNamed: Bool = true) -> BlueprintFiles.File {
    BlueprintFiles.File(source: SourceText(file: name, bytes: Array(text.utf8)), isNamed: isNamed)
  }

  static func desired(
    _ text: String, only: Set<String> = [], isStrict: Bool = false, version: EmbeddedCatalog = .v2026_5_rc1
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
    try desired([file(text)], catalog: catalog(version()), options: options(change), answers: answers)
  }

  /// Resolves a set of files. Fails the test if the fast path gives another result than the slow path.
  static func desired(
    _ files: [BlueprintFiles.File], catalog: Catalog? = nil,
    options: DesiredSet.Options = DesiredSet.Options(), answers: [Question: Answer] = [:],
    valueLimit: Int = ParsedSet.valueLimit
  ) throws -> DesiredSet {
    let catalog = try catalog ?? self.catalog()
    let sets = [FastPath.on, .off].map {
      DesiredSet(
        ParsedSet(files, catalog: catalog, fastPath: $0, valueLimit: valueLimit), options: options,
        answers: answers)
    }
    #expect(Shown.lines(of: sets[0]) == Shown.lines(of: sets[1]), "with the fast path, and without")
    #expect(sets[0].secretMask == sets[1].secretMask, "with the fast path, and without")
    return sets[0]
  }

  /// The same for a set that is only rendered.
  static func rendered(
    _ files: [BlueprintFiles.File], catalog: Catalog? = nil,
    options: DesiredSet.Options = options(), valueLimit: Int = ParsedSet.valueLimit
  ) throws -> RenderedSet {
    let catalog = try catalog ?? self.catalog()
    let sets = [FastPath.on, .off].map {
      RenderedSet(
        ParsedSet(files, catalog: catalog, fastPath: $0, valueLimit: valueLimit), options: options)
    }
    #expect(Shown.lines(of: sets[0]) == Shown.lines(of: sets[1]), "with the fast path, and without")
    return sets[0]
  }

  /// The options of an offline command with an empty environment.
  static func options(_ change: (inout DesiredSet.Options) -> Void = { _ in }) -> DesiredSet.Options {
    var options = DesiredSet.Options(readFile: FileAccess().readingOnce(), isOffline: true)
    change(&options)
    return options
  }

  /// The diagnostics as lines, such as `error 2:3 MESSAGE`.
  static func lines(_ diagnostics: [Diagnostic]) -> String {
    diagnostics.map { diagnostic in
      let place = diagnostic.location.map { "\($0.line):\($0.column) " } ?? ""
      return "\(diagnostic.severity.rawValue) \(place)\(diagnostic.message)\n"
    }.joined()
  }
}
