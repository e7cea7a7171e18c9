package import ArgumentParser

/// `flowform state`: looks after the state file.
package struct StateCommand: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "state", abstract: "Look after the state file.", subcommands: [StateUnlockCommand.self])

  package init() {}
}
