import ArgumentParser
import Foundation
import Operations

/// Which of the targets of `flowform.yaml` a command works on.
struct TargetOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("A target of flowform.yaml (FLOWFORM_TARGET), such as staging.", valueName: "name"))
  var target: String?

  /// What the environment and `flowform.yaml` of the current folder say.
  func settings() throws(CommandFailure) -> Settings {
    let environment = RunContext.process.variables
    return try Settings(
      try ConfigurationFile.read(), target: target ?? environment.value("FLOWFORM_TARGET"),
      environment: environment)
  }
}
