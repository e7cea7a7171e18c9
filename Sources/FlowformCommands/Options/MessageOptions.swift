import ArgumentParser
import Blueprints
import Reporting

/// What a command tells beside its result, and in which form.
struct MessageOptions: ParsableArguments {
  @Flag(help: "Print without colour, as NO_COLOR does.")
  var noColor = false

  @Flag(name: .shortAndLong, help: "Print only results and errors, without notes and progress.")
  var quiet = false

  /// A reporter for people; diagnostics quote the lines of the files.
  func reporter(_ files: BlueprintFiles? = nil) -> TextReporter {
    TextReporter(
      terminal: OutputOptions.terminal(noColor: noColor), sources: files?.sources ?? [:], isQuiet: quiet)
  }
}
