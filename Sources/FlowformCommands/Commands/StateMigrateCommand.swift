package import ArgumentParser
import Model
import Operations
import OrderedCollections
import Reporting
import State

/// `flowform state migrate`: copies the state to another place.
package struct StateMigrateCommand: FlowformCommand {
  package static let configuration = CommandConfiguration(
    commandName: "migrate", abstract: "Move the state to a file, a state server or authentik itself.",
    discussion: """
      The old place keeps the state as a backup. Afterwards, set `state` in flowform.yaml to the new place. If \
      the new place holds another state, flowform does not replace it.

      Examples:
        flowform state migrate --to authentik
        flowform state migrate --state authentik --to flowform.state.json
      """)

  @Option(
    help: ArgumentHelp(
      "The new place: a file, the address of a state server, `authentik` or `authentik:NAME`.",
      valueName: "place"), completion: .file())
  var to: String

  @OptionGroup var options: OfflineStateOptions

  package init() {}

  package var isQuiet: Bool { options.messages.quiet }

  package func execute() async throws -> ExitStatus {
    let settings = try options.target.settings()
    let places = [
      try options.state.place(isSandbox: options.access.sandbox, settings), try StatePlace(to),
    ]
    guard places[0] != places[1] else {
      throw CommandFailure(.failed, "the state is there already; name another place with --to")
    }
    // The settings name one state server. Its credentials must not go to another one.
    if case (.server, .server) = (places[0], places[1]) {
      throw CommandFailure(.failed, "both places are on state servers; migrate to a file first")
    }
    let (state, names) = try await StateAccess(options.access, settings).with(places) { states in
      let state = try await MigrateOperation(from: states[0], to: states[1], .process).run()
      return (state, states.map(\.name))
    }
    let (from, to) = (names[0], names[1])
    options.print(
      Terminal.escaped(
        "The state with serial \(state.serial) and \(state.resources.count) objects is now in \(to). \(from) keeps it as a backup."
      ) + "\nSet `state` in flowform.yaml or FLOWFORM_STATE, so that the next run uses the new place.\n",
      [
        "format": 1,
        "migrated": [
          "from": .string(from), "to": .string(to), "lineage": .string(state.lineage),
          "serial": .integer(state.serial), "resources": .integer(state.resources.count),
        ],
      ])
    return .done
  }
}
