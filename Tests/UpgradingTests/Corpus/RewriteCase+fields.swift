extension RewriteCase {
  /// Renamed and removed fields, other values, and word by word changes.
  static let fields: [RewriteCase] = [
    RewriteCase(
      "block map", to: "2024.12",
      """
      version: 1
      entries:
        - model: authentik_providers_proxy.proxyprovider
          state: absent
          identifiers: {name: web}
        - model: authentik_providers_proxy.proxyprovider
          identifiers:
            name: shop   # the name
          attrs:
            authorization_flow: !Find [authentik_flows.flow, [slug, a]]
            invalidation_flow: !Find [authentik_flows.flow, [slug, b]]
            external_host: https://shop.example
            # who may sign
            «jwks_sources⇒jwt_federation_sources»: []   # nobody
      """),
    RewriteCase(
      "flow map", to: "2024.12",
      """
      {version: 1, entries: [{model: authentik_providers_proxy.proxyprovider, identifiers: {name: shop},
        attrs: {authorization_flow: !Find [authentik_flows.flow, [slug, a]], external_host: "https://a.example",
                invalidation_flow: !Find [authentik_flows.flow, [slug, b]], «jwks_sources⇒jwt_federation_sources»: [ ]}}]}
      """),
    RewriteCase(
      "JSON", to: "2024.12",
      """
      {"version": 1, "entries": [{"model": "authentik_providers_proxy.proxyprovider",
        "identifiers": {"name": "shop"}, "attrs": {"authorization_flow": null, "external_host": "https://a.example",
        "invalidation_flow": null, "«jwks_sources⇒jwt_federation_sources»": []}, "state": "absent"},
        {"model": "authentik_events.notificationtransport", "identifiers": {"name": "t"}}]}
      """),
    RewriteCase(
      "quoted keys", to: "2025.8",
      """
      version: 1
      entries:
      - model: authentik_events.notificationrule
        identifiers: {name: one}
        attrs:
          "«group⇒destination_group»": !Find [authentik_core.group, [name, a]]
      - model: "authentik_events.notificationrule"
        identifiers: {name: two}
        attrs:
          '«group⇒destination_group»': !Find [authentik_core.group, [name, a]]
      """),
    RewriteCase(
      "a key with an anchor, an explicit key", to: "2025.8",
      """
      version: 1
      entries:
      - model: authentik_events.notificationrule
        identifiers: {name: one}
        attrs:
          &key «group⇒destination_group»: !Find [authentik_core.group, [name, a]]
      - model: authentik_events.notificationrule
        identifiers: {name: two}
        attrs:
          ? «group⇒destination_group»
          : !Find [authentik_core.group, [name, a]]
      """),
    RewriteCase(
      "under identifiers", to: "2026.5",
      """
      version: 1
      entries:
      - identifiers: {name: one, «issuer⇒issuer_override»: https://a.example}
        model: authentik_providers_saml.samlprovider
        attrs:
          acs_url: https://a.example/acs
          authorization_flow: !Find [authentik_flows.flow, [slug, a]]
          invalidation_flow: !Find [authentik_flows.flow, [slug, b]]
      """),
    RewriteCase(
      "a model in other letters, sections of entries", to: "2025.8",
      """
      version: 1
      metadata:
        name: rules
      entries:
        first:
        - model: Authentik_Events.NotificationRule
          identifiers:
            name: one
          attrs:
            «group⇒destination_group»: !KeyOf staff
        second:
        - model: authentik_core.group
          id: staff
          identifiers:
            name: staff
      """),
    RewriteCase(
      "a shared map under a merge key", to: "2025.8",
      """
      version: 1
      entries:
      - model: authentik_events.notificationrule
        identifiers: {name: one}
        attrs: &all
          «group⇒destination_group»: !Find [authentik_core.group, [name, a]]
          severity: notice
      - model: authentik_events.notificationrule
        identifiers: {name: two}
        attrs:
          <<: *all
          severity: alert
      """),
    RewriteCase(
      "a value with another field", to: "2025.10",
      """
      version: 1
      entries:
      - model: authentik_providers_oauth2.oauth2provider
        identifiers:
          name: x
        attrs:
          authorization_flow: !Find [authentik_flows.flow, [slug, a]]
          invalidation_flow: !Find [authentik_flows.flow, [slug, b]]
          redirect_uris: []
          «backchannel_logout_uri⇒logout_uri»: https://a.example/out  # logout«⇒
          logout_method: backchannel»
          client_id: a
      """),
    RewriteCase(
      "a value with another field that is there", to: "2025.10",
      """
      version: 1
      entries:
      - model: authentik_providers_oauth2.oauth2provider
        identifiers:
          name: x
        attrs:
          authorization_flow: !Find [authentik_flows.flow, [slug, a]]
          invalidation_flow: !Find [authentik_flows.flow, [slug, b]]
          logout_method: frontchannel
          redirect_uris: []
          «backchannel_logout_uri⇒logout_uri»: ''
      """),
    RewriteCase(
      "a value with another field, in a flow map", to: "2025.10",
      """
      version: 1
      entries:
      - model: authentik_providers_oauth2.oauth2provider
        identifiers: {name: x}
        attrs: {authorization_flow: !Find [authentik_flows.flow, [slug, a]], redirect_uris: [],
          invalidation_flow: !Find [authentik_flows.flow, [slug, b]], «backchannel_logout_uri⇒logout_uri»: "https://a.example/out"«⇒, logout_method: backchannel» }
      """),
    RewriteCase(
      "a removed field in the middle, at the end and with a comment", to: "2025.12",
      """
      version: 1
      entries:
      - model: authentik_rbac.initialpermissions
        identifiers:
          name: one
        attrs:
          role: !Find [authentik_rbac.role, [name, a]]
      «    mode: user
      ⇒»    permissions: []
      - model: authentik_rbac.initialpermissions
        identifiers:
          name: two
        attrs:
          role: !Find [authentik_rbac.role, [name, a]]
      «    mode: role
      ⇒»- model: authentik_rbac.initialpermissions
        identifiers:
          name: three
        attrs:
          «mode: role  ⇒»# who gets them
          role: !Find [authentik_rbac.role, [name, a]]
          permissions: []

      - model: authentik_rbac.initialpermissions
        identifiers:
          name: four
        attrs:
          role: !Find [authentik_rbac.role, [name, a]]
          # the role
      «    mode: role⇒»
      """),
    RewriteCase(
      "a removed field as the only one", to: "2025.12",
      """
      version: 1
      entries:
      - model: authentik_stages_dummy.dummystage
        identifiers: {name: a}
        attrs:
          «flow_set:
          - slug: a
            title: A
            name: A
            designation: authentication⇒{}»
      # the end
      """),
    RewriteCase(
      "a removed field with lines of its own", to: "2025.12",
      """
      version: 1
      entries:
      - model: authentik_stages_dummy.dummystage
        identifiers: {name: a}
        attrs:
          throw_error: false
      «    flow_set:
          - slug: a
            title: |
              A

              B
            name: A
            designation: authentication
      ⇒»
      # the end
      """),
    RewriteCase(
      "a removed field in flow maps", to: "2025.12",
      """
      version: 1
      entries:
      - {model: authentik_stages_dummy.dummystage, identifiers: {name: a}, attrs: {«flow_set: []⇒»}}
      - {model: authentik_stages_dummy.dummystage, identifiers: {name: b}, attrs: {«flow_set: [], ⇒»throw_error: true}}
      - {model: authentik_stages_dummy.dummystage, identifiers: {name: c}, attrs: {throw_error: true«, flow_set: []⇒»}}
      - model: authentik_stages_dummy.dummystage
        identifiers: {name: d}
        attrs: {
          throw_error: true,
          «flow_set: [],⇒»
        }
      - model: authentik_stages_dummy.dummystage
        identifiers: {name: e}
        attrs: {
          throw_error: true«,⇒»  # yes
          «flow_set: []⇒»  # no
        }
      """),
    RewriteCase(
      "other values of a choice", to: "2025.2",
      """
      version: 1
      entries:
      - model: authentik_policies_event_matcher.eventmatcherpolicy
        identifiers: {name: a}
        attrs:
          app: «authentik.enterprise.providers.rac⇒authentik.providers.rac»  # was enterprise
      - model: authentik_policies_event_matcher.eventmatcherpolicy
        identifiers: {name: b}
        attrs:
          app: '«authentik.enterprise.providers.rac⇒authentik.providers.rac»'
      - model: authentik_policies_event_matcher.eventmatcherpolicy
        identifiers: {name: c}
        attrs: {app: "«authentik.enterprise.providers.rac⇒authentik.providers.rac»"}
      - model: authentik_policies_event_matcher.eventmatcherpolicy
        identifiers: {name: d}
        attrs:
          app: «>-
            authentik.enterprise.providers.rac⇒"authentik.providers.rac"»
          model: null
      """),
    RewriteCase(
      "null for an empty text", to: "2025.10",
      """
      version: 1
      entries:
      - model: authentik_stages_authenticator_totp.authenticatortotpstage
        identifiers: {name: a}
        attrs:
          digits: "6"
          friendly_name: «null⇒""»
      - model: authentik_stages_authenticator_totp.authenticatortotpstage
        identifiers: {name: b}
        attrs:
          digits: "6"
          friendly_name: «~⇒""» # none
      - model: authentik_stages_authenticator_totp.authenticatortotpstage
        identifiers: {name: c}
        attrs:
          digits: "6"
          friendly_name:«⇒ ""»
      - model: authentik_stages_authenticator_totp.authenticatortotpstage
        identifiers: {name: d}
        attrs: {digits: "6", friendly_name: «⇒""»}
      - model: authentik_stages_authenticator_totp.authenticatortotpstage
        identifiers: {name: e}
        attrs: {friendly_name«⇒: ""», digits: "6"}
      - model: authentik_stages_authenticator_static.authenticatorstaticstage
        identifiers: {name: f}
        attrs: {friendly_name: ""}
      """),
    RewriteCase(
      "one value behind several aliases", to: "2025.4",
      """
      version: 1
      entries:
      - model: authentik_stages_email.emailstage
        identifiers: {name: a}
        attrs:
          token_expiry: &expiry «30⇒minutes=30»
      - model: authentik_stages_email.emailstage
        identifiers: {name: b}
        attrs:
          token_expiry: *expiry
      """),
    RewriteCase(
      "minutes as a duration", to: "2025.4",
      """
      version: 1
      entries:
      - model: authentik_stages_email.emailstage
        identifiers: {name: a}
        attrs: {token_expiry: «30⇒minutes=30»}
      - model: authentik_stages_email.emailstage
        identifiers: {name: b}
        attrs: {token_expiry: '«45⇒minutes=45»'}
      - model: authentik_stages_email.emailstage
        identifiers: {name: c}
        attrs: {token_expiry: "«60⇒minutes=60»"}
      - model: authentik_stages_email.emailstage
        identifiers: {name: d}
        attrs: {token_expiry: minutes=5}
      - model: authentik_stages_email.emailstage
        identifiers: {name: e}
        attrs:
          token_expiry: «30⇒minutes=30»     # half an hour
          subject: Hello
      """),
    RewriteCase(
      "words of an expression", to: "2026.2",
      """
      version: 1
      entries:
      - model: authentik_policies_expression.expressionpolicy
        identifiers: {name: a}
        attrs:
          expression: |
            # all of user«.ak_groups⇒.groups», not user.ak_groups_old
            return request.user«.ak_groups⇒.groups».filter(name="a").exists() \\
              or ak_is_group_member(request.user, name="ak_groups")
      - model: authentik_policies_expression.expressionpolicy
        identifiers: {name: b}
        attrs:
          expression: 'return user«.ak_groups⇒.groups».all()'
      - model: authentik_providers_oauth2.scopemapping
        identifiers: {name: c}
        attrs: {scope_name: c, expression: "return {\\"a\\": user«.ak_groups⇒.groups»}"}
      - model: authentik_policies_expression.expressionpolicy
        identifiers: {name: d}
        attrs:
          expression: >
            return
            user«.ak_groups⇒.groups»
      """),
    RewriteCase(
      "words of prompts", to: "2026.2",
      """
      version: 1
      entries:
      - model: authentik_stages_prompt.prompt
        identifiers: {name: a}
        attrs:
          field_key: a
          label: a
          type: text
          initial_value: return user«.ak_groups⇒.groups»
          initial_value_expression: true
      - model: authentik_stages_prompt.prompt
        identifiers: {name: b}
        attrs: {field_key: a, label: a, type: text, placeholder: a user.ak_groups text, placeholder_expression: false}
      """),
    RewriteCase(
      "names of look-ups", to: "2026.2",
      """
      version: 1
      entries:
      - model: authentik_policies.policybinding
        identifiers:
          order: 0
          target: !Find [authentik_flows.flow, [slug, a]]
          user: !Find [authentik_core.user, [«ak_groups⇒groups»__name, admins], [username, akadmin]]
        attrs:
          enabled: true
      - model: authentik_policies.policybinding
        identifiers:
          order: 1
          target: !Find [authentik_flows.flow, [slug, a]]
          user: !Find
          - authentik_core.user
          - - "«ak_groups⇒groups»"
            - !Find [authentik_core.group, [name, admins]]
      """),
    RewriteCase(
      "uploaded images", to: "2025.12", isInferred: true,
      """
      version: 1
      entries:
      - model: authentik_brands.brand
        identifiers: {domain: a.example}
        attrs:
          branding_logo: «/media/public/a/logo.svg⇒a/logo.svg»
          branding_favicon: /static/dist/icon.svg
      - model: authentik_core.application
        identifiers: {slug: a}
        attrs:
          name: A
          meta_icon: "«/media/public/a.png⇒a.png»"
      """),
    RewriteCase(
      "a provider type", to: "2026.8", isInferred: true,
      """
      version: 1
      entries:
      - model: authentik_sources_oauth.oauthsource
        identifiers:
          slug: azuread
        attrs:
          name: azuread
          provider_type: «azuread⇒entraid»
          consumer_key: azuread
          consumer_secret: s
      """),
  ]
}
