import Model
import Operations
import Reporting

/// Runs a command on several targets at once. One that fails does not stop the others.
struct TargetRuns: Sendable {
  let server: ServerOptions
  let state: StateOptions
  let settings: [Settings]

  /// The maximum number of targets at once: each has its connections, its catalog and its objects in memory.
  private static let limit = 4

  typealias Body = @Sendable (Session, Settings) async throws -> (TargetResult.Finding, ExitStatus)

  /// Throws if an option or a variable makes no sense with several targets.
  func check() throws(CommandFailure) {
    let given = [
      ("--sandbox", server.access.sandbox), ("--url", server.access.url != nil),
      ("--token-file", server.access.tokenFile != nil), ("--state", state.state != nil),
      ("--server-version", settings.contains { !$0.namedVersions.isEmpty }),
    ]
    if let option = given.first(where: \.1)?.0 {
      throw CommandFailure(
        .usage,
        "\(option) is for one target, and this run has \(settings.count); leave it out, or name one target")
    }
    for settings in settings {
      guard let (setting, variable) = settings.override else { continue }
      throw CommandFailure(
        .usage,
        "\(variable) would win over `\(setting.rawValue)` of the target `\(settings.target ?? "")`, and this run has several targets; unset it"
      )
    }
  }

  /// Prints the results in the order of the targets, and returns the worst exit status.
  func run(_ reporter: any Reporter, _ body: @escaping Body) async -> ExitStatus {
    let results = await withTaskGroup(of: (Int, TargetResult, ExitStatus).self) { group in
      var waiting = settings.enumerated().makeIterator()
      func start(_ group: inout TaskGroup<(Int, TargetResult, ExitStatus)>) {
        guard let (index, settings) = waiting.next() else { return }
        group.addTask {
          let (result, status) = await result(settings, body)
          return (index, result, status)
        }
      }
      for _ in 0..<Self.limit { start(&group) }
      var results: [(Int, TargetResult, ExitStatus)] = []
      for await result in group {
        results.append(result)
        start(&group)
      }
      return results.sorted { $0.0 < $1.0 }
    }
    for report in reporter.targets(results.map(\.1)) { Console.print(report) }
    return ExitStatus.worst(results.map(\.2))
  }

  private func result(_ settings: Settings, _ body: @escaping Body) async -> (TargetResult, ExitStatus) {
    let target = settings.target ?? ""
    // During a run, every printed line names the target.
    return await Console.$speaker.withValue(target) {
      do {
        let (finding, status) = try await finding(settings, body)
        return (TargetResult(target: target, finding: finding), status)
      } catch {
        let failure = CommandFailure(error)
        return (TargetResult(target: target, finding: .failure(failure.message)), failure.status)
      }
    }
  }

  private func finding(
    _ settings: Settings, _ body: @escaping Body
  ) async throws -> (TargetResult.Finding, ExitStatus) {
    var context = RunContext.process
    context.activity = Activity()
    return try await Session.with(server, state, settings, context: context) { try await body($0, settings) }
  }
}
