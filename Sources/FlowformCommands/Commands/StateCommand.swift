package import ArgumentParser

/// `flowform state`: inspects, repairs and moves the state.
package struct StateCommand: AsyncParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "state", abstract: "Inspect, repair and move the state.",
    discussion: """
      The state remembers what flowform applied. It is a file unless you name another place with --state.

      Runners without a shared disk can keep it in authentik itself: pass `authentik`, or `authentik:NAME` for \
      several states on one server. flowform keeps it in blueprint instances that authentik never applies, and \
      saves it in requests of at most 1 MB. To set another limit, use state-request-bytes \
      (FLOWFORM_STATE_REQUEST_BYTES).

      A server with the protocol of Terraform's http backend, such as GitLab, can keep it too: pass its address. \
      The other settings are in flowform.yaml or in variables. The last column shows the defaults:

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
