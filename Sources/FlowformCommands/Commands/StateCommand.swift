package import ArgumentParser

/// `flowform state`: inspects, repairs and moves the state.
package struct StateCommand: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "state", abstract: "Inspect, repair and move the state.",
    discussion: """
      The state is a file. Runners that share no disk can keep it in authentik itself, in blueprint instances \
      that authentik never applies: --state takes `authentik`, or `authentik:NAME` for several states on one \
      server. It is saved in requests of at most 1 MB; state-request-bytes (FLOWFORM_STATE_REQUEST_BYTES) sets \
      another limit.

      The state can also be on a state server: --state takes the address of a server with the protocol of \
      Terraform's http backend, such as GitLab. Its other settings are set in flowform.yaml or as variables; the \
      last column is the default:

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
