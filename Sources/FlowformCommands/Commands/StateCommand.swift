package import ArgumentParser

/// `flowform state`: inspects and repairs the state, without a server.
package struct StateCommand: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "state", abstract: "Inspect and repair the state, without authentik.",
    discussion: """
      The state is a file. For runners that share no disk, it can be on a server: --state takes the address of a \
      server with the protocol of Terraform's http backend, such as GitLab. Its other settings are set in \
      flowform.yaml or as variables; the last column is the default:

        state-lock-address    FLOWFORM_STATE_LOCK_ADDRESS    the state's own
        state-unlock-address  FLOWFORM_STATE_UNLOCK_ADDRESS  the one that locks
        state-lock-method     FLOWFORM_STATE_LOCK_METHOD     LOCK
        state-unlock-method   FLOWFORM_STATE_UNLOCK_METHOD   UNLOCK
                              FLOWFORM_STATE_USERNAME        no credentials
                              FLOWFORM_STATE_PASSWORD

      Examples:
        flowform state list --only authentik_flows.flow
        flowform state show 'authentik_flows.flow[slug=login]'
      """,
    subcommands: [
      StateListCommand.self, StateShowCommand.self, StateRemoveCommand.self, StateMoveCommand.self,
      StateUnlockCommand.self, StateMigrateCommand.self,
    ])

  package init() {}
}
