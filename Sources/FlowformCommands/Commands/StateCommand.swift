package import ArgumentParser

/// `flowform state`: looks into the state and mends it, without a server.
package struct StateCommand: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "state", abstract: "Look into the state file and mend it, without a server.",
    subcommands: [
      StateListCommand.self, StateShowCommand.self, StateRemoveCommand.self, StateMoveCommand.self,
      StateUnlockCommand.self,
    ])

  package init() {}
}
