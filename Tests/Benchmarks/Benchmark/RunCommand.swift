import ArgumentParser
import Foundation

/// Runs all measurements and prints the table.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run the measurements and print them as a table.")

  @Option(help: "The release build of flowform that is measured.", completion: .file())
  var flowform: String

  @Option(help: "The build of yaml-events that it is compared with.", completion: .file())
  var yamlEvents: String

  @Option(help: "Only the measurements whose name contains this.")
  var only = ""

  func run() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "benchmark-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let bench = Bench(
      flowform: URL(filePath: flowform).path, yamlEvents: URL(filePath: yamlEvents).path, folder: folder)
    print("| what | measured | limit | holds |\n|---|---|---|---|")
    var holds = true
    for (name, measure) in Self.measurements where only.isEmpty || name.contains(only) {
      for measurement in try await measure(bench) {
        print(measurement.row)
        fflush(nil)
        holds = holds && measurement.holds
      }
    }
    guard holds else { throw ExitCode(1) }
  }

  private static let measurements: [(String, @Sendable (Bench) async throws -> [Measurement])] = [
    ("start", { try $0.start() }), ("validate", { try $0.validate() }),
    ("resolve", { try await $0.resolve() }), ("editor", { try $0.editor() }),
    ("plan", { try $0.plan() }), ("apply", { try await $0.apply() }), ("sandbox", { try $0.sandbox() }),
  ]
}
