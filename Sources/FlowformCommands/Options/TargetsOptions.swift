import ArgumentParser
import Operations
import OrderedCollections

/// The targets of `flowform.yaml` that a command works on, one or several.
struct TargetsOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A target of flowform.yaml, such as staging (FLOWFORM_TARGET; repeatable).", valueName: "name"))
  var target: [String] = []

  @Flag(help: "Work on every target of flowform.yaml.")
  var allTargets = false

  @Option(
    help: ArgumentHelp(
      "The version of authentik that --sandbox imitates: a family, such as 2025.10, or a whole version.",
      valueName: "version"))
  var serverVersion: String?

  func validate() throws {
    if allTargets, !target.isEmpty {
      throw ValidationError("--all-targets and --target name the targets twice; use one.")
    }
    try TargetOptions.check(serverVersion.map { [$0] } ?? [])
  }

  /// The settings of each target, in the order of the command line or of `flowform.yaml`; those without a target if
  /// none is named.
  func settings() throws(CommandFailure) -> [Settings] {
    let environment = RunContext.process.variables
    let file = try ConfigurationFile.read()
    return try names(file, environment).map { name throws(CommandFailure) in
      try Settings(
        file, target: name, environment: environment, serverVersions: serverVersion.map { [$0] } ?? [])
    }
  }

  private func names(
    _ file: ConfigurationFile?, _ environment: [String: String]
  ) throws(CommandFailure) -> [String?] {
    guard allTargets else {
      var seen: Set<String> = []
      let named = target.filter { seen.insert($0).inserted }
      return named.isEmpty ? [environment.value("FLOWFORM_TARGET")] : named
    }
    let names = file?.targets.keys.elements ?? []
    guard !names.isEmpty else {
      throw CommandFailure(
        .usage, "--all-targets: \(ConfigurationFile.name) has no targets; add some under `targets:`")
    }
    return names
  }
}
