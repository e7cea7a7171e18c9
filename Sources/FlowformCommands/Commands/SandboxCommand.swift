package import ArgumentParser
import Catalog
import Sandbox

/// `flowform sandbox`: serves the embedded API until it is interrupted.
package struct SandboxCommand: FlowformCommand {
  package static let configuration = CommandConfiguration(
    commandName: "sandbox", abstract: "Serve an embedded API that answers like authentik.",
    discussion: """
      Listens on 127.0.0.1 until you interrupt it. Accepts the tokens sandbox-admin, sandbox-add-only, \
      sandbox-view-only and sandbox-none. Begins with the users of these tokens and nothing else.

      Examples:
        flowform sandbox --port 0
        flowform sandbox --port 0 --data authentik.sqlite --server-version 2024.8
        flowform sandbox --port 0 --delay 200 --fault 500-after=0.05 --seed 7
      """)

  @Option(help: ArgumentHelp("The port. 0 picks a free one.", valueName: "n"))
  var port = 9000

  @Option(
    help: ArgumentHelp("The file for the data. :memory: keeps nothing.", valueName: "file"),
    completion: .file())
  var data = ":memory:"

  @Option(help: "The version of authentik to imitate: a family, such as 2025.10, or a whole version.")
  var serverVersion = EmbeddedCatalog.v2026_5_rc1

  /// The old name of `--server-version`.
  @Option(help: .hidden)
  var versionOf: EmbeddedCatalog?

  @Option(help: ArgumentHelp("Wait this long before each answer.", valueName: "ms"))
  var delay = 0

  @Option(
    help: ArgumentHelp(
      "Fail this share of requests, such as 500-after=0.05 (repeatable).", valueName: "kind=rate"))
  var fault: [FaultRate] = []

  @Option(help: ArgumentHelp("The seed for choosing the requests that fail.", valueName: "n"))
  var seed: UInt64 = 0

  package init() {}

  package func validate() throws {
    if !(0...65535).contains(port) { throw ValidationError("--port takes a number from 0 to 65535.") }
    if !NumberRange.delay.contains(delay) {
      throw ValidationError("--delay takes \(NumberRange.expectedDelay).")
    }
  }

  package func execute() async throws -> ExitStatus {
    var configuration = SandboxConfiguration()
    configuration.port = port
    configuration.dataFile = data == ":memory:" ? nil : data
    configuration.version = versionOf ?? serverVersion
    configuration.delayMilliseconds = delay
    configuration.faults = Dictionary(fault.map { ($0.kind, $0.rate) }) { $1 }
    configuration.seed = seed
    do {
      try await SandboxServer(configuration).run { port in
        Console.result("listening on http://127.0.0.1:\(port)")
      }
    } catch let error as SandboxError {
      throw CommandFailure(.failed, "\(error)")
    }
    return .done
  }
}

extension EmbeddedCatalog: ExpressibleByArgument {
  package init?(argument: String) {
    guard let catalog = try? EmbeddedCatalog.named(argument) else { return nil }
    self = catalog
  }

  package var defaultValueDescription: String { name }

  package static var allValueStrings: [String] { all.map(\.name) }
}
