extension RewriteCase {
  private static let flow =
    "invalidation_flow: !Find [authentik_flows.flow, [slug, default-provider-invalidation-flow]]"

  private static func proxy(_ name: String, _ rest: String) -> RewriteCase {
    RewriteCase(
      name, to: "2024.10",
      """
      version: 1
      entries:
      - model: authentik_providers_proxy.proxyprovider
        identifiers: {name: x}
      \(rest)
      """)
  }

  /// Fields that are new and required, or whose default changed.
  static let additions: [RewriteCase] = [
    proxy(
      "behind the field that it belongs to",
      "  attrs:\n    authorization_flow: !Find [authentik_flows.flow, [slug, a]]  # consent«⇒\n    \(flow)»\n    external_host: https://a.example"
    ),
    proxy(
      "at the end of the file",
      "  attrs:\n    external_host: https://a.example\n    authorization_flow: !Find [authentik_flows.flow, [slug, a]]«⇒\n    \(flow)»"
    ),
    proxy(
      "behind a look-up in lines",
      "  attrs:\n    authorization_flow: !Find\n    - authentik_flows.flow\n    - [slug, a]«⇒\n    \(flow)»\n\n    # where\n    external_host: https://a.example"
    ),
    proxy(
      "in a flow map",
      "  attrs: {authorization_flow: !Find [authentik_flows.flow, [slug, a]]«⇒, \(flow)», external_host: \"https://a.example\"}"
    ),
    proxy(
      "in a flow map of several lines",
      "  attrs: {\n    external_host: \"https://a.example\",  # where\n    authorization_flow: !Find [authentik_flows.flow, [slug, a]]«⇒, \(flow)»,\n  }"
    ),
    proxy(
      "without attributes",
      "  attrs:\n    name: x\n    external_host: https://a.example\n    authorization_flow: 6f9619ff-8b86-d011-b42d-00cf4fc964ff«⇒\n    \(flow)»\n"
    ),
    RewriteCase(
      "an entry without attributes", to: "2024.10",
      """
      version: 1
      entries:
      - model: authentik_providers_proxy.proxyprovider
        identifiers:
          name: x
          external_host: https://a.example
          authorization_flow: !Find [authentik_flows.flow, [slug, a]]«⇒
        attrs:
          \(flow)»
        id: x

      - model: authentik_core.group
        identifiers: {name: a}
      """),
    RewriteCase(
      "an entry in flow style without attributes", to: "2024.10",
      """
      version: 1
      entries:
      - {model: authentik_providers_proxy.proxyprovider, identifiers: {name: x, external_host: "https://a.example", authorization_flow: !KeyOf a}«⇒, attrs: {\(flow)}», id: x}
      - {model: authentik_flows.flow, id: a, identifiers: {slug: a}, attrs: {name: a, title: a, designation: authorization}}
      """),
    RewriteCase(
      "empty attributes", to: "2024.10",
      """
      version: 1
      entries:
      - model: authentik_providers_proxy.proxyprovider
        identifiers: {name: x, external_host: "https://a.example", authorization_flow: !Find [authentik_flows.flow, [slug, a]]}
        attrs: {«⇒\(flow)»}
      - model: authentik_providers_proxy.proxyprovider
        identifiers: {name: y, external_host: "https://a.example", authorization_flow: !Find [authentik_flows.flow, [slug, a]]}
        attrs:«⇒ {\(flow)}»
      - model: authentik_providers_proxy.proxyprovider
        identifiers: {name: z, external_host: "https://a.example", authorization_flow: !Find [authentik_flows.flow, [slug, a]]}
        attrs: «null⇒{\(flow)}»  # none
      """),
    RewriteCase(
      "JSON in lines", to: "2024.10",
      """
      {
        "version": 1,
        "entries": [
          {
            "model": "authentik_providers_proxy.proxyprovider",
            "identifiers": {"name": "x"},
            "attrs": {
              "external_host": "https://a.example",
              "authorization_flow": "6f9619ff-8b86-d011-b42d-00cf4fc964ff"«⇒, "invalidation_flow": !Find [authentik_flows.flow, [slug, default-provider-invalidation-flow]]»
            }
          }
        ]
      }
      """),
    RewriteCase(
      "one map for two entries", to: "2024.10",
      """
      version: 1
      entries:
      - model: authentik_providers_proxy.proxyprovider
        identifiers: {name: x}
        attrs: &attrs
          external_host: https://a.example
          authorization_flow: !Find [authentik_flows.flow, [slug, a]]«⇒
          \(flow)»
      - model: authentik_providers_proxy.proxyprovider
        identifiers: {name: y}
        attrs: *attrs
      """),
    RewriteCase(
      "two entries for one object", to: "2024.10",
      """
      version: 1
      entries:
      - model: authentik_providers_proxy.proxyprovider
        identifiers: {name: x}
        attrs:
          external_host: https://a.example
      - model: authentik_providers_proxy.proxyprovider
        identifiers: {name: x}
        attrs:
          authorization_flow: !Find [authentik_flows.flow, [slug, a]]
          invalidation_flow: !Find [authentik_flows.flow, [slug, a]]
      """),
    RewriteCase(
      "behind a text whose blank lines count", to: "2024.10",
      """
      version: 1
      entries:
      - model: authentik_providers_proxy.proxyprovider
        identifiers: {name: x, authorization_flow: !Find [authentik_flows.flow, [slug, a]]}
        attrs:
          «⇒invalidation_flow: !Find [authentik_flows.flow, [slug, default-provider-invalidation-flow]]
          »external_host: https://a.example
          skip_path_regex: |+
            /a

            /b

      - model: authentik_core.group
        identifiers: {name: a}
      """),
    RewriteCase(
      "behind a text of several lines", to: "2024.10",
      """
      version: 1
      entries:
      - model: authentik_providers_proxy.proxyprovider
        identifiers: {name: x, authorization_flow: !Find [authentik_flows.flow, [slug, a]]}
        attrs:
          external_host: https://a.example
          skip_path_regex: |
            /a

            /b«⇒
          invalidation_flow: !Find [authentik_flows.flow, [slug, default-provider-invalidation-flow]]»

      # groups
      - model: authentik_core.group
        identifiers: {name: a}
      """),
    RewriteCase(
      "a second field for a source", to: "2025.10",
      """
      version: 1
      entries:
        - model: authentik_sources_saml.samlsource
          identifiers:
            slug: a
          attrs:
            name: A
            sso_url: https://a.example
            pre_authentication_flow: !Find [authentik_flows.flow, [slug, a]]
            verification_kp: !Find [authentik_crypto.certificatekeypair, [name, a]]  # theirs«⇒
            signed_assertion: true»
            binding_type: REDIRECT
        - model: authentik_sources_saml.samlsource
          identifiers: {slug: b}
          attrs:
            name: B
            sso_url: https://a.example
            pre_authentication_flow: !Find [authentik_flows.flow, [slug, a]]
            verification_kp: !Find [authentik_crypto.certificatekeypair, [name, a]]
            signed_response: true
        - model: authentik_sources_saml.samlsource
          identifiers: {slug: c}
          attrs:
            name: C
            sso_url: https://a.example
            pre_authentication_flow: !Find [authentik_flows.flow, [slug, a]]
            verification_kp: null
      """),
    RewriteCase(
      "grants and an issuer", to: "2026.5",
      """
      version: 1
      entries:
      - model: authentik_providers_oauth2.oauth2provider
        identifiers:
          name: x
        attrs:
          authorization_flow: !Find [authentik_flows.flow, [slug, a]]
          invalidation_flow: !Find [authentik_flows.flow, [slug, a]]
          redirect_uris: []«⇒
          grant_types: [authorization_code, implicit, hybrid, refresh_token, client_credentials, password, "urn:ietf:params:oauth:grant-type:device_code"]»
      - model: authentik_providers_saml.samlprovider
        identifiers:
          name: y
        attrs:
          authorization_flow: !Find [authentik_flows.flow, [slug, a]]
          invalidation_flow: !Find [authentik_flows.flow, [slug, a]]
          acs_url: https://a.example«⇒
          issuer_override: authentik»
      """),
    RewriteCase(
      "grants in JSON", to: "2026.5",
      """
      {"version": 1, "entries": [{"model": "authentik_providers_oauth2.oauth2provider", "identifiers": {"name": "x"},
        "attrs": {"authorization_flow": "6f9619ff-8b86-d011-b42d-00cf4fc964ff", "invalidation_flow": "6f9619ff-8b86-d011-b42d-00cf4fc964ff",
          "redirect_uris": []«⇒, "grant_types": ["authorization_code","implicit","hybrid","refresh_token","client_credentials","password","urn:ietf:params:oauth:grant-type:device_code"]»}}]}
      """),
    RewriteCase(
      "several fields for an entry without attributes", to: "2026.8",
      """
      version: 1
      entries:
      - model: authentik_providers_saml.samlprovider
        identifiers: {name: x, acs_url: "https://a.example", authorization_flow: !KeyOf f}«⇒
        attrs:
          \(flow)
          issuer_override: authentik»
      - {model: authentik_providers_saml.samlprovider, identifiers: {name: y, acs_url: "https://a.example", authorization_flow: !KeyOf f}«⇒, attrs: {\(flow), issuer_override: authentik}»}
      - model: authentik_providers_saml.samlprovider
        identifiers: {name: z, acs_url: "https://a.example", authorization_flow: !KeyOf f}
        attrs: {«⇒\(flow), issuer_override: authentik»}
      - model: authentik_providers_saml.samlprovider
        identifiers: {name: w, acs_url: "https://a.example", authorization_flow: !KeyOf f}
        attrs: «~⇒{\(flow), issuer_override: authentik}»
      - model: authentik_providers_saml.samlprovider
        identifiers: {name: v, acs_url: "https://a.example", authorization_flow: !KeyOf f}
        attrs:«⇒ {\(flow), issuer_override: authentik}»
      - {model: authentik_flows.flow, id: f, identifiers: {slug: f}, attrs: {name: f, title: f, designation: authorization}}
      """),
    RewriteCase(
      "nothing for an entry that only changes an object", to: "2026.8",
      """
      version: 1
      entries:
      - model: authentik_providers_oauth2.oauth2provider
        identifiers: {name: Grafana}
        attrs: {client_type: public}
      """),
    RewriteCase(
      "nothing for an entry that deletes", to: "2026.8",
      """
      version: 1
      entries:
      - model: authentik_providers_oauth2.oauth2provider
        state: absent
        identifiers: {name: x}
      """),
  ]
}
