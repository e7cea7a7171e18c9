import ArgumentParser
import Blueprints
import Catalog
import Foundation
import Model

/// Which blueprints a command works on.
struct BlueprintOptions: ParsableArguments {
  @Argument(
    help: "A file, a directory, or - for standard input; `blueprints` unless given.", completion: .file())
  var paths: [String] = []

  @Option(help: ArgumentHelp("Look only at entries of this model (repeatable).", valueName: "model"))
  var only: [String] = []

  @Flag(help: "Treat what the server would ignore as an error.")
  var strict = false

  var areNamed: Bool { !paths.isEmpty }

  var selected: Set<String> { Set(only.map { $0.lowercased() }) }

  func read() -> BlueprintFiles {
    BlueprintFiles(areNamed ? paths : ["blueprints"]) {
      [UInt8](FileHandle.standardInput.readDataToEndOfFile())
    }
  }

  func desiredSet(_ files: BlueprintFiles, catalog: Catalog) -> DesiredSet {
    DesiredSet(
      files.files, catalog: catalog,
      options: DesiredSet.Options(only: selected, isStrict: strict))
  }
}
