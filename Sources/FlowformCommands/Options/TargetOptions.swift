import ArgumentParser
import Foundation
import Operations

/// The target of `flowform.yaml` that a command works on.
struct TargetOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("A target of flowform.yaml (FLOWFORM_TARGET), such as staging.", valueName: "name"))
  var target: String?

  /// The settings from the environment and the current folder's `flowform.yaml`.
  func settings() throws(CommandFailure) -> Settings {
    let environment = RunContext.process.variables
    return try Settings(
      try ConfigurationFile.read(), target: target ?? environment.value("FLOWFORM_TARGET"),
      environment: environment)
  }
}
