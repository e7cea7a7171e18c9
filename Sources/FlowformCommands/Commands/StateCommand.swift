package import ArgumentParser

/// `flowform state`: looks into the state and mends it, without a server.
package struct StateCommand: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "state", abstract: "Look into the state file and mend it, without a server.",
    discussion: """
      Examples:
        flowform state list --only authentik_flows.flow
        flowform state show 'authentik_flows.flow[slug=login]'
      """,
    subcommands: [
      StateListCommand.self, StateShowCommand.self, StateRemoveCommand.self, StateMoveCommand.self,
      StateUnlockCommand.self,
    ])

  package init() {}
}
