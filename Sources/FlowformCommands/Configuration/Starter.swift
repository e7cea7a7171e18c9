import Model
import OrderedCollections
import YAML

/// What `flowform init` writes.
enum Starter {
  static let blueprintPath = "blueprints/welcome.yaml"

  static let configuration = """
    # What flowform reads in this folder. The command line and the environment win over this file.

    # The server; AUTHENTIK_URL wins over it. Never put the token here: set AUTHENTIK_TOKEN or
    # AUTHENTIK_TOKEN_FILE, or name a file that only you can read.
    # url: https://authentik.example.com
    # token-file: /run/secrets/authentik

    # Where blueprints are, and what flowform remembers of what it applied.
    paths: [blueprints]
    state: flowform.state.json

    # Runners that share no disk keep the state in authentik itself; authentik:NAME for several on one server.
    # state: authentik

    # Or the state is on a server that speaks the protocol of Terraform's `http`
    # backend, here GitLab's. Never put its credentials here: set FLOWFORM_STATE_USERNAME and
    # FLOWFORM_STATE_PASSWORD.
    # state: https://gitlab.example.com/api/v4/projects/42/terraform/state/authentik
    # state-lock-address: https://gitlab.example.com/api/v4/projects/42/terraform/state/authentik/lock
    # state-lock-method: POST
    # state-unlock-method: DELETE

    # Where tests of flows are (*.flowtest.yaml), unless they are beside the blueprints.
    # tests: [tests]

    # Values for !Context in every blueprint.
    # context:
    #   company: Acme

    # parallelism: 10
    # timeout: 30
    # ca-file: ca.pem

    # The version of authentik that validate, render and other commands without a server check against.
    # server-version: 2025.10

    # Several servers from one folder: flowform plan --target staging
    # targets:
    #   staging:
    #     url: https://staging.example.com
    #     state: staging.state.json
    #     server-version: 2025.12
    #   production:
    #     url: https://authentik.example.com
    #     state: production.state.json
    #     # No test of a flow may write to this server.
    #     protected: true
    #     context:
    #       company: Acme Inc.

    # After a rename in git: the object is changed instead of made a second time.
    # moved:
    #   authentik_flows.flow[slug=old-login]: authentik_flows.flow[slug=login]

    """

  /// The configuration for blueprints in these places.
  static func configuration(paths: [String]) throws(YAMLError) -> String {
    guard paths != ["blueprints"] else { return configuration }
    let text = try Emitter.text(of: .map(["paths": .list(paths.map(Value.string))]))
    return configuration.replacing("paths: [blueprints]\n", with: text)
  }

  static let blueprint = """
    # A login: who you are, your password, and you are in. See https://docs.goauthentik.io/customize/blueprints/
    version: 1
    metadata:
      name: Welcome
    context:
      company: Acme
    entries:
      - model: authentik_flows.flow
        id: welcome
        identifiers:
          slug: welcome
        attrs:
          name: Welcome
          title: !Format ["Welcome to %s", !Context company]
          designation: authentication

      - model: authentik_stages_identification.identificationstage
        id: who
        identifiers:
          name: welcome-who
        attrs:
          user_fields: [email, username]

      - model: authentik_stages_password.passwordstage
        id: password
        identifiers:
          name: welcome-password
        attrs:
          backends: [authentik.core.auth.InbuiltBackend]

      - model: authentik_stages_user_login.userloginstage
        id: session
        identifiers:
          name: welcome-session

      - model: authentik_flows.flowstagebinding
        identifiers: {target: !KeyOf welcome, stage: !KeyOf who, order: 10}
      - model: authentik_flows.flowstagebinding
        identifiers: {target: !KeyOf welcome, stage: !KeyOf password, order: 20}
      - model: authentik_flows.flowstagebinding
        identifiers: {target: !KeyOf welcome, stage: !KeyOf session, order: 30}

    """
}
