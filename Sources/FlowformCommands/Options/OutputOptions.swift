import ArgumentParser
import Blueprints
import Foundation
import Model
import Reporting

/// How a command prints.
struct OutputOptions: ParsableArguments {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Option(help: "How to print.")
  var format = Format.text

  @Flag(help: "Print without colour, as NO_COLOR does.")
  var noColor = false

  @Flag(name: .shortAndLong, help: "Print results, and nothing about the way there.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Print what is unchanged, too.")
  var verbose = false

  func reporter(_ files: BlueprintFiles? = nil) -> any Reporter {
    switch format {
    case .text:
      return Self.textReporter(files, noColor: noColor)
    case .json: return JSONReporter()
    }
  }

  /// Prints for a person, with the lines of the files that diagnostics point at.
  static func textReporter(_ files: BlueprintFiles?, noColor: Bool = false) -> TextReporter {
    let sources = (files?.files ?? []).map { ($0.source.file, $0.source) }
    return TextReporter(
      terminal: terminal(noColor: noColor), sources: Dictionary(sources, uniquingKeysWith: { $1 }))
  }

  func context(_ session: Session, _ skippedFiles: [String]) -> PlanContext {
    PlanContext(
      server: session.server, serverVersion: session.serverVersion, skippedFiles: skippedFiles,
      isVerbose: verbose)
  }

  /// The terminal that is printed on, and whether it takes colour.
  static func terminal(noColor: Bool) -> Terminal {
    let environment = ProcessInfo.processInfo.environment
    return Terminal(
      hasColour: !noColor && environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
        && isatty(STDOUT_FILENO) == 1 && isatty(STDERR_FILENO) == 1)
  }
}
