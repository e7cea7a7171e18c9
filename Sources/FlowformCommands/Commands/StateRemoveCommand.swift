package import ArgumentParser
import Model
import OrderedCollections
import Reporting
import State

/// `flowform state remove`: removes an object from the state; it stays on the server.
package struct StateRemoveCommand: FlowformCommand {
  package static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Remove an object from the state; it stays on the server.",
    discussion: """
      If an entry describes the object, the next apply adopts it again.

      Example:
        flowform state remove 'authentik_flows.flow[slug=login]'
      """)

  @Argument(help: "The object's address, as plans print it.")
  var address: String

  @OptionGroup var options: OfflineStateOptions

  package init() {}

  package var isQuiet: Bool { options.messages.quiet }

  package func execute() async throws -> ExitStatus {
    let removed = try await options.edit("state remove") { (state) throws(CommandFailure) in
      let address = try state.address(named: address)
      state.fold(.removed(address))
      for other in state.resources.keys {
        state.resources[other]?.dependencies.removeAll { $0 == address }
      }
      return address
    }
    options.print(
      Terminal.escaped("Removed \(removed) from the state; it stays on the server.") + "\n",
      ["format": 1, "removed": .string(removed.description)])
    return .done
  }
}
