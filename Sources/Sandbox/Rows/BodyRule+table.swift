import Catalog
import Model

extension BodyRule {
  private static let licensed = BodyRule.refuses(with: "Enterprise is required to create/update this object.")

  /// The API accepts no owner for the object, but the database requires one.
  private static let ownerless = BodyRule(
    conditions: [.creates], outcome: .crash, unlessAccepted: "user")

  static let everyVersion: [String: [BodyRule]] = [
    "authentik_brands.brand": [
      .refuses(
        .set("default"), .another("default", true), at: "default",
        with: "Only a single brand can be set as default.")
    ],
    "authentik_blueprints.blueprintinstance": [
      .refuses(.empty("path"), .empty("content"), with: "Either path or content must be set.")
    ],
    "authentik_core.token": [.refuses(.changes("user"), at: "user", with: "User cannot be changed")],
    "authentik_core.user": [
      .refuses(.matches("path", "^/|/$"), at: "path", with: "No leading or trailing slashes allowed.")
    ],
    "authentik_crypto.certificatekeypair": [
      .refuses(
        .has("certificate_data"), .not([.matches("certificate_data", "^-----BEGIN CERTIFICATE-----")]),
        at: "certificate_data", with: "Unable to load certificate.")
    ],
    "authentik_enterprise.license": [.refuses(at: "key", with: "Unable to verify license")],
    "authentik_flows.flowstagebinding": [
      .refuses(
        .empty("evaluate_on_plan"), .empty("re_evaluate_policies", otherwise: true),
        with: "Either evaluation on plan or evaluation on run must be enabled")
    ],
    "authentik_outposts.kubernetesserviceconnection": [
      .crashes(.among("kubeconfig", [[:]]), .lacks("local")),
      .crashes(.creates, .lacks("kubeconfig"), .empty("local")),
      .refuses(
        .among("kubeconfig", [[:]]), .empty("local"), at: "kubeconfig",
        with: "You can only use an empty kubeconfig when connecting to a local cluster."),
      .refuses(
        .has("kubeconfig"), .not([.among("kubeconfig", [[:]])]),
        .not([.member("kubeconfig", "current-context")]), at: "kubeconfig", with: "Invalid kubeconfig"),
    ],
    "authentik_policies_event_matcher.eventmatcherpolicy": [
      .crashes(.lacks("action"))
    ],
    "authentik_policies_reputation.reputationpolicy": [
      .refuses(.empty("check_ip"), .empty("check_username"), with: "Either IP or Username must be checked")
    ],
    "authentik_providers_google_workspace.googleworkspaceprovider": [licensed],
    "authentik_providers_microsoft_entra.microsoftentraprovider": [licensed],
    "authentik_providers_proxy.proxyprovider": [
      .refuses(
        .set("basic_auth_enabled"), .empty("basic_auth_password_attribute"), at: "basic_auth_enabled",
        with: "User and password attributes must be set when basic auth is enabled."),
      .refuses(
        .set("basic_auth_enabled"), .empty("basic_auth_user_attribute"), at: "basic_auth_enabled",
        with: "User and password attributes must be set when basic auth is enabled."),
      .refuses(
        .among("mode", ["proxy"], otherwise: "proxy"), .empty("internal_host"), at: "internal_host",
        with: "Internal host cannot be empty when forward auth is disabled."),
    ],
    "authentik_providers_saml.samlprovider": [
      .refuses(
        .set("signing_kp"), .empty("sign_assertion"), .empty("sign_response"),
        with: "With a signing keypair selected, at least one of 'Sign assertion' and 'Sign Response' must be "
          + "selected.")
    ],
    "authentik_sources_saml.samlsource": [.crashes(.creates, .lacks("issuer"))],
    "authentik_stages_authenticator_duo.duodevice": [ownerless],
    "authentik_stages_authenticator_email.emaildevice": [ownerless],
    "authentik_stages_authenticator_sms.smsdevice": [ownerless],
    "authentik_stages_authenticator_static.staticdevice": [ownerless],
    "authentik_stages_authenticator_totp.totpdevice": [ownerless],
    "authentik_stages_authenticator_validate.authenticatorvalidatestage": [
      .refuses(
        .among("not_configured_action", ["configure"]), .empty("configuration_stages"),
        at: "not_configured_action",
        with: "When \"Not configured action\" is set to \"Configure\", you must set a configuration stage.")
    ],
    "authentik_stages_authenticator_webauthn.webauthndevice": [ownerless],
    "authentik_stages_email.emailstage": [
      .refuses(
        .has("template"), .not([.among("template", emailTemplates)]), at: "template",
        with: "Invalid template '{template}' specified.")
    ],
    "authentik_stages_identification.identificationstage": [
      .refuses(
        .empty("user_fields"), .empty("sources"),
        with: "When no user fields are selected, at least one source must be selected")
    ],
    "authentik_stages_source.sourcestage": [licensed],
    "authentik_endpoints.deviceuserbinding": [.crashes(.updates, .lacks("target"))] + subjects(otherOrder),
    "authentik_endpoints_connectors_fleet.fleetconnector": [licensed],
    "authentik_endpoints_connectors_google_chrome.googlechromeconnector": [licensed],
    "authentik_lifecycle.lifecycleiteration": [licensed],
    "authentik_lifecycle.lifecyclerule": [
      .crashes(.has("object_id"), .set("object_id"), .lacks("content_type")),
      .refuses(
        .longer("grace_period", than: "interval"), at: "grace_period",
        with: "Grace period must be shorter than the interval."),
    ],
    "authentik_policies_unique_password.uniquepasswordpolicy": [licensed],
    "authentik_providers_ssf.ssfprovider": [licensed],
    "authentik_providers_ws_federation.wsfederationprovider": [licensed],
    "authentik_stages_authenticator_endpoint_gdtc.authenticatorendpointgdtcstage": [licensed],
    "authentik_stages_mtls.mutualtlsstage": [licensed],
    "authentik_stages_redirect.redirectstage": [
      .refuses(
        .among("mode", ["static"]), .empty("target_static"),
        with: "Target URL should be present when mode is Static."),
      .refuses(
        .among("mode", ["flow"]), .empty("target_flow"),
        with: "Target Flow should be present when mode is Flow."),
    ],
  ]

  static let perVersion: [EmbeddedCatalog: [String: [BodyRule]]] = [
    .v2024_8: [
      "authentik_policies.policybinding": subjects("'policy', 'group' or 'user'"),
      "authentik_providers_rac.racprovider": [
        BodyRule(conditions: licensed.conditions, outcome: licensed.outcome, until: "2025.2")
      ],
      "authentik_sources_ldap.ldapsource": [
        BodyRule(
          conditions: secondSource(otherwise: true),
          outcome: .refused(singleSource, at: "sync_users_password"))
      ],
      "authentik_sources_oauth.oauthsource": [.crashes(.lacks("provider_type"))] + sourceAddresses,
      "authentik_sources_oauth.useroauthsourceconnection": [ownerless],
      "authentik_sources_plex.userplexsourceconnection": [ownerless],
      "authentik_sources_saml.usersamlsourceconnection": [ownerless],
    ],
    .v2026_5_rc1: [
      "authentik_policies.policybinding": [.crashes(.updates, .lacks("target"))] + subjects(otherOrder),
      "authentik_providers_radius.radiusprovider": [
        .refuses(.set("certificate"), at: "certificate", with: "Enterprise is required to use EAP-TLS.")
      ],
      "authentik_providers_scim.scimprovider": [
        .refuses(
          .among("auth_mode", ["oauth"]), at: "auth_mode",
          with: "Enterprise is required to use the OAuth mode.")
      ],
      "authentik_sources_ldap.ldapsource": [
        // Measured on 2025.10.4 and 2026.2.2.
        BodyRule(
          conditions: secondSource(otherwise: false),
          outcome: .refusedTwice(singleSource, at: "sync_users_password"), until: "2026.2"),
        BodyRule(
          conditions: secondSource(otherwise: false),
          outcome: .refused(singleSource, at: "sync_users_password"),
          since: "2026.2"),
        .refuses(
          .set("sync_users"), .empty("user_property_mappings"), at: "user_property_mappings",
          with: "When 'Sync users' is enabled, 'users property mappings' cannot be empty."),
        .refuses(
          .set("sync_groups"), .empty("group_property_mappings"), at: "group_property_mappings",
          with: "When 'Sync groups' is enabled, 'groups property mappings' cannot be empty."),
      ],
      "authentik_sources_oauth.oauthsource": sourceAddresses,
      "authentik_sources_saml.samlsource": [
        .refuses(
          .set("verification_kp"), .empty("signed_assertion"), .empty("signed_response"),
          with:
            "With a Verification Certificate selected, at least one of 'Verify Assertion Signature' or 'Verify "
            + "Response Signature' must be selected.")
      ],
    ],
  ]

  private static let otherOrder = "'group', 'policy', 'user'"

  /// A policy binding has exactly one of three subjects.
  private static func subjects(_ names: String) -> [BodyRule] {
    let (none, many) = ("One of \(names) must be set.", "Only one of \(names) can be set.")
    return [
      .refuses(.empty("group"), .empty("policy"), .empty("user"), with: none),
      .refuses(.set("group"), .set("policy"), with: many), .refuses(.set("group"), .set("user"), with: many),
      .refuses(.set("policy"), .set("user"), with: many),
    ]
  }

  private static let singleSource = "Only a single LDAP Source with password synchronization is allowed"

  private static func secondSource(otherwise: Bool) -> [BodyCondition] {
    [.set("sync_users_password", otherwise: .bool(otherwise)), .another("sync_users_password", true)]
  }

  /// A source needs its provider's addresses or a document that names them, unless the provider has its own.
  private static let sourceAddresses = ["authorization_url", "access_token_url", "profile_url"].flatMap {
    address in
    [("openidconnect", "OpenID Connect"), ("mailcow", "Mailcow"), ("okta", "Okta")].map { provider, name in
      BodyRule.refuses(
        .becomes("provider_type", [.string(provider)]), .empty("oidc_well_known_url"), .lacks(address),
        with: "\(address) is required for provider \(name)")
    }
  }

  private static let emailTemplates: [Value] = [
    "email/password_reset.html", "email/account_confirmation.html", "email/email_otp.html",
    "email/event_notification.html", "email/invitation.html", "email/setup.html",
  ]
}
