package import ArgumentParser

/// `flowform state`: inspects and repairs the state, without a server.
package struct StateCommand: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "state", abstract: "Look into the state and mend it, without authentik.",
    discussion: """
      The state is a file, or on a server for runners that share no disk: --state takes the address of one that \
      speaks the protocol of Terraform's http backend, as GitLab does. What it needs besides is set in \
      flowform.yaml or as variables, behind each what holds unless it is given:

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
      StateUnlockCommand.self,
    ])

  package init() {}
}
