import ArgumentParser
import Blueprints
import Files
import Operations
import SystemPackage

/// The blueprints of a command.
struct BlueprintOptions: ParsableArguments {
  @Argument(
    help: "A file, a folder, or - for standard input (default: blueprints).", completion: .file())
  var paths: [String] = []

  @Option(
    help: ArgumentHelp(
      "Use only entries of this model, address, id or file (repeatable).", valueName: "name"))
  var only: [String] = []

  @Flag(help: "Treat what the server would ignore as an error.")
  var strict = false

  var areNamed: Bool { !paths.isEmpty }

  var selected: Selection { Selection(only) }

  /// The paths, or the default place if none is given.
  func places(_ settings: Settings) -> [String] { Self.places(paths, settings) }

  /// True if the paths leave out some of the configured ones.
  func areAPart(_ settings: Settings) -> Bool { Self.areAPart(paths, settings) }

  static func areAPart(_ paths: [String], _ settings: Settings) -> Bool {
    !paths.isEmpty && !places([], settings).allSatisfy(FileScope(paths).covers)
  }

  /// Reads the paths, or the default place if there are none. `takesTests` adds the tests that the settings place
  /// elsewhere, and allows paths that lead only to tests.
  func read(_ settings: Settings, takesTests: Bool = false) -> BlueprintFiles {
    let files = Self.read(paths, settings, takesTests: takesTests)
    guard takesTests, !areNamed, !settings.list(.tests).isEmpty else { return files }
    return files.withTests(of: Self.readTests([], settings))
  }

  static func read(_ paths: [String], _ settings: Settings, takesTests: Bool = false) -> BlueprintFiles {
    BlueprintFiles(places(paths, settings), takesTests: takesTests) { standardInput }
  }

  /// Reads the test files of the paths, or those of the default place.
  static func readTests(_ paths: [String], _ settings: Settings) -> BlueprintFiles {
    BlueprintFiles(testPlaces(paths, settings), takesTests: true)
  }

  /// The paths of test files: by default beside the blueprints, or where the setting `tests` says.
  static func testPlaces(_ paths: [String], _ settings: Settings) -> [String] {
    let configured = settings.list(.tests)
    return paths.isEmpty && !configured.isEmpty ? configured : places(paths, settings)
  }

  /// The test files of the setting `tests`; nil without it.
  static func configuredTests(_ settings: Settings) -> BlueprintFiles? {
    settings.list(.tests).isEmpty ? nil : BlueprintFiles(settings.list(.tests), takesTests: true)
  }

  /// Read at the first use, and only then: it gives its text once.
  private static let standardInput = BoundedFile.read(FileDescriptor.standardInput)

  static func places(_ paths: [String], _ settings: Settings) -> [String] {
    let configured = settings.list(.paths)
    return !paths.isEmpty ? paths : configured.isEmpty ? ["blueprints"] : configured
  }
}
