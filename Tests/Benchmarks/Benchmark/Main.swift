import ArgumentParser

/// Measures flowform against named references, in one run on one machine.
@main
struct Benchmark: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flowform-benchmark",
    abstract: "Measure flowform against named references.",
    discussion: "The article Benchmarks says how to build and run it, and holds the measured figures.",
    subcommands: [RunCommand.self, ReplayCommand.self, PostCommand.self, GenerateCommand.self],
    defaultSubcommand: RunCommand.self)
}
