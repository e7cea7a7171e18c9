/// What each resource type of the provider `goauthentik/authentik` (2026.5) stands for.
///
/// The `id` of every resource with a kind is the key in the path of its API (`Kind.detailField`): a slug, an
/// identifier, a number or a UUID.
package enum TerraformTypes {
  package enum Counterpart: Sendable, Hashable {
    /// An object of this model.
    case kind(String)
    /// A permission of a role: `permissions` of the role's entry, or of the entry of the object.
    case permission
    /// A provider in the list of an outpost.
    case attachment
    /// Nothing that a blueprint can describe, with the reason.
    case nothing(String)
  }

  /// Nil for a type that the provider did not have.
  package static func counterpart(of type: String) -> Counterpart? {
    guard type.hasPrefix(prefix) else { return nil }
    let name = String(type.dropFirst(prefix.count))
    return kinds[earlierNames[name] ?? name].map { .kind($0) } ?? others[name]
  }

  /// All types of the provider's version 2026.5, sorted.
  package static var all: [String] { (Array(kinds.keys) + others.keys).map { prefix + $0 }.sorted() }

  private static let prefix = "authentik_"

  private static let others: [String: Counterpart] = [
    "rbac_permission_role": .permission,
    "outpost_provider_attachment": .attachment,
    "enterprise_license": .nothing(
      "only its key identifies a licence, and that is a secret; write an entry of authentik_enterprise.license with `identifiers: {key: !Env AUTHENTIK_LICENSE}`"
    ),
    "rbac_permission_user": .nothing(
      "the provider does nothing with it since authentik grants permissions to roles only; grant the permission to a role of the user"
    ),
    "system_settings": .nothing(
      "no blueprint can describe authentik's settings; set them in the admin interface, or leave this resource with Terraform"
    ),
    "task_schedule": .nothing(
      "authentik makes its schedules by itself; change it in the admin interface, or leave this resource with Terraform"
    ),
  ]

  /// Types of the provider before 2026.2, and their names since.
  private static let earlierNames: [String: String] = [
    "property_mapping_google_workspace": "property_mapping_provider_google_workspace",
    "property_mapping_ldap": "property_mapping_source_ldap",
    "property_mapping_microsoft_entra": "property_mapping_provider_microsoft_entra",
    "property_mapping_rac": "property_mapping_provider_rac",
    "property_mapping_radius": "property_mapping_provider_radius",
    "property_mapping_saml": "property_mapping_provider_saml",
    "property_mapping_scim": "property_mapping_provider_scim",
    "scope_mapping": "property_mapping_provider_scope",
  ]

  private static let kinds: [String: String] = [
    "application": "authentik_core.application",
    "application_entitlement": "authentik_core.applicationentitlement",
    "blueprint": "authentik_blueprints.blueprintinstance",
    "brand": "authentik_brands.brand",
    "certificate_key_pair": "authentik_crypto.certificatekeypair",
    "endpoints_connector_agent": "authentik_endpoints_connectors_agent.agentconnector",
    "endpoints_connector_agent_enrollment_token": "authentik_endpoints_connectors_agent.enrollmenttoken",
    "endpoints_device_access_group": "authentik_endpoints.deviceaccessgroup",
    "endpoints_google_chrome_connector": "authentik_endpoints_connectors_google_chrome.googlechromeconnector",
    "event_rule": "authentik_events.notificationrule",
    "event_transport": "authentik_events.notificationtransport",
    "flow": "authentik_flows.flow",
    "flow_stage_binding": "authentik_flows.flowstagebinding",
    "group": "authentik_core.group",
    "outpost": "authentik_outposts.outpost",
    "policy_binding": "authentik_policies.policybinding",
    "policy_dummy": "authentik_policies_dummy.dummypolicy",
    "policy_event_matcher": "authentik_policies_event_matcher.eventmatcherpolicy",
    "policy_expiry": "authentik_policies_expiry.passwordexpirypolicy",
    "policy_expression": "authentik_policies_expression.expressionpolicy",
    "policy_geoip": "authentik_policies_geoip.geoippolicy",
    "policy_password": "authentik_policies_password.passwordpolicy",
    "policy_reputation": "authentik_policies_reputation.reputationpolicy",
    "policy_unique_password": "authentik_policies_unique_password.uniquepasswordpolicy",
    "property_mapping_notification": "authentik_events.notificationwebhookmapping",
    "property_mapping_provider_google_workspace":
      "authentik_providers_google_workspace.googleworkspaceprovidermapping",
    "property_mapping_provider_microsoft_entra":
      "authentik_providers_microsoft_entra.microsoftentraprovidermapping",
    "property_mapping_provider_rac": "authentik_providers_rac.racpropertymapping",
    "property_mapping_provider_radius": "authentik_providers_radius.radiusproviderpropertymapping",
    "property_mapping_provider_saml": "authentik_providers_saml.samlpropertymapping",
    "property_mapping_provider_scim": "authentik_providers_scim.scimmapping",
    "property_mapping_provider_scope": "authentik_providers_oauth2.scopemapping",
    "property_mapping_source_kerberos": "authentik_sources_kerberos.kerberossourcepropertymapping",
    "property_mapping_source_ldap": "authentik_sources_ldap.ldapsourcepropertymapping",
    "property_mapping_source_oauth": "authentik_sources_oauth.oauthsourcepropertymapping",
    "property_mapping_source_plex": "authentik_sources_plex.plexsourcepropertymapping",
    "property_mapping_source_saml": "authentik_sources_saml.samlsourcepropertymapping",
    "property_mapping_source_scim": "authentik_sources_scim.scimsourcepropertymapping",
    "provider_google_workspace": "authentik_providers_google_workspace.googleworkspaceprovider",
    "provider_ldap": "authentik_providers_ldap.ldapprovider",
    "provider_microsoft_entra": "authentik_providers_microsoft_entra.microsoftentraprovider",
    "provider_oauth2": "authentik_providers_oauth2.oauth2provider",
    "provider_proxy": "authentik_providers_proxy.proxyprovider",
    "provider_rac": "authentik_providers_rac.racprovider",
    "provider_radius": "authentik_providers_radius.radiusprovider",
    "provider_saml": "authentik_providers_saml.samlprovider",
    "provider_scim": "authentik_providers_scim.scimprovider",
    "provider_ssf": "authentik_providers_ssf.ssfprovider",
    "provider_ws_federation": "authentik_providers_ws_federation.wsfederationprovider",
    "rac_endpoint": "authentik_providers_rac.endpoint",
    "rbac_initial_permissions": "authentik_rbac.initialpermissions",
    "rbac_role": "authentik_rbac.role",
    "service_connection_docker": "authentik_outposts.dockerserviceconnection",
    "service_connection_kubernetes": "authentik_outposts.kubernetesserviceconnection",
    "source_kerberos": "authentik_sources_kerberos.kerberossource",
    "source_ldap": "authentik_sources_ldap.ldapsource",
    "source_oauth": "authentik_sources_oauth.oauthsource",
    "source_plex": "authentik_sources_plex.plexsource",
    "source_saml": "authentik_sources_saml.samlsource",
    "source_scim": "authentik_sources_scim.scimsource",
    "source_telegram": "authentik_sources_telegram.telegramsource",
    "stage_account_lockdown": "authentik_stages_account_lockdown.accountlockdownstage",
    "stage_authenticator_duo": "authentik_stages_authenticator_duo.authenticatorduostage",
    "stage_authenticator_email": "authentik_stages_authenticator_email.authenticatoremailstage",
    "stage_authenticator_endpoint_gdtc":
      "authentik_stages_authenticator_endpoint_gdtc.authenticatorendpointgdtcstage",
    "stage_authenticator_sms": "authentik_stages_authenticator_sms.authenticatorsmsstage",
    "stage_authenticator_static": "authentik_stages_authenticator_static.authenticatorstaticstage",
    "stage_authenticator_totp": "authentik_stages_authenticator_totp.authenticatortotpstage",
    "stage_authenticator_validate": "authentik_stages_authenticator_validate.authenticatorvalidatestage",
    "stage_authenticator_webauthn": "authentik_stages_authenticator_webauthn.authenticatorwebauthnstage",
    "stage_captcha": "authentik_stages_captcha.captchastage",
    "stage_consent": "authentik_stages_consent.consentstage",
    "stage_deny": "authentik_stages_deny.denystage",
    "stage_dummy": "authentik_stages_dummy.dummystage",
    "stage_email": "authentik_stages_email.emailstage",
    "stage_endpoints": "authentik_endpoints.endpointstage",
    "stage_identification": "authentik_stages_identification.identificationstage",
    "stage_invitation": "authentik_stages_invitation.invitationstage",
    "stage_mutual_tls": "authentik_stages_mtls.mutualtlsstage",
    "stage_password": "authentik_stages_password.passwordstage",
    "stage_prompt": "authentik_stages_prompt.promptstage",
    "stage_prompt_field": "authentik_stages_prompt.prompt",
    "stage_redirect": "authentik_stages_redirect.redirectstage",
    "stage_source": "authentik_stages_source.sourcestage",
    "stage_user_delete": "authentik_stages_user_delete.userdeletestage",
    "stage_user_login": "authentik_stages_user_login.userloginstage",
    "stage_user_logout": "authentik_stages_user_logout.userlogoutstage",
    "stage_user_write": "authentik_stages_user_write.userwritestage",
    "token": "authentik_core.token",
    "user": "authentik_core.user",
  ]
}
