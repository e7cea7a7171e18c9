import ArgumentParser

/// Serves recorded answers for the benchmark.
struct ReplayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "replay", shouldDisplay: false)

  @Option var flows = 0
  @Option var groups = 0

  func run() async throws {
    var lists = groups > 0 ? MixedSet(groups: groups).objects : [:]
    if flows > 0 { lists[Flows.path] = Flows(count: flows).objects }
    try await ReplayServer(ReplayData(lists)).run()
  }
}
