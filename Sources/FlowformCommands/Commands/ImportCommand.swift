package import ArgumentParser
import Catalog
import LiveReading
import Model
import Operations
import OrderedCollections
import Planning
import Reporting
import State

/// `flowform import`: records an existing object in the state.
package struct ImportCommand: FlowformCommand {
  package static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Add an existing object to the state.",
    discussion: """
      Apply adopts an object by itself if the identifiers of an entry find it. Import the object if they do not \
      find it, or if no entry describes it yet. flowform never prunes an imported object.

      Examples:
        flowform import 'authentik_flows.flow[slug=login]'
        flowform import 'authentik_flows.flowstagebinding[order=10,target=authentik_flows.flow[slug=login]]'
      """)

  @Argument(help: "The object's address: its model and identifiers, as plans print it.")
  var address: String

  @OptionGroup var server: ServerOptions
  @OptionGroup var state: StateOptions
  @OptionGroup var output: OutputOptions

  @OptionGroup var target: TargetOptions

  package init() {}

  package var isQuiet: Bool { output.quiet }

  package func execute() async throws -> ExitStatus {
    try output.refuse(allBut: [.text, .json], in: "import")
    let settings = try target.settings()
    let parts = try AddressParts(argument: address)
    return try await Session.with(server, state, settings, progress: output.progress) { session in
      let operation = ImportOperation(session)
      let found = try await operation.run(parts)
      session.context.activity.end()
      Console.print(report(found))
      return .done
    }
  }

  private func report(_ found: NamedObject) -> Report {
    let key = found.primaryKey.string ?? JSONWriter.write(found.primaryKey)
    guard output.format == .json else {
      return Report(output: Terminal.escaped("\(found.address) (\(key)) is now in the state.") + "\n")
    }
    let row: Value = [
      "format": 1, "imported": ["address": .string(found.address.description), "pk": found.primaryKey],
    ]
    return Report(output: JSONWriter.write(row, style: .pretty) + "\n")
  }
}
