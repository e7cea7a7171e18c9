import ArgumentParser

/// Prints the blueprints that the benchmark uses.
struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate", abstract: "Print a blueprint as the benchmark uses them.")

  @Option(help: "How many flows.") var flows = 0
  @Flag(help: "With a mistake in the last flow.") var mistake = false
  @Option(help: "How many groups of fifteen objects.") var groups = 0

  func run() {
    print(
      groups > 0
        ? MixedSet(groups: groups).blueprint : Flows(count: flows, hasMistake: mistake).blueprint,
      terminator: "")
  }
}
