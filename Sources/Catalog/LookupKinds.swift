/// Models that the API lists and cannot create: a look-up can find their objects, but no entry can describe
/// them.
///
/// Models that OpenAPI names are derived from it; these are the others, by the path of their list.
enum LookupKinds {
  struct Row {
    let model: String
    /// The answers' names for Django look-up names.
    var names: [String: String] = [:]
  }

  /// From 2024.8 to 2026.5; a version without the list does not have the kind.
  static let rows: [String: Row] = [
    "/authenticators/admin/endpoint/": Row(
      model: "authentik_stages_authenticator_endpoint_gdtc.endpointdevice"),
    "/core/authenticated_sessions/": Row(model: "authentik_core.authenticatedsession"),
    "/core/user_consent/": Row(model: "authentik_stages_consent.userconsent"),
    "/endpoints/connectors/": Row(model: "authentik_endpoints.connector"),
    "/endpoints/devices/": Row(model: "authentik_endpoints.device"),
    "/events/notifications/": Row(model: "authentik_events.notification"),
    "/events/system_tasks/": Row(model: "authentik_events.systemtask"),
    "/oauth2/access_tokens/": Row(model: "authentik_providers_oauth2.accesstoken"),
    "/oauth2/authorization_codes/": Row(model: "authentik_providers_oauth2.authorizationcode"),
    "/oauth2/refresh_tokens/": Row(model: "authentik_providers_oauth2.refreshtoken"),
    "/outposts/service_connections/all/": Row(model: "authentik_outposts.outpostserviceconnection"),
    "/policies/reputation/scores/": Row(model: "authentik_policies_reputation.reputation"),
    "/rac/connection_tokens/": Row(model: "authentik_providers_rac.connectiontoken"),
    "/rbac/permissions/": Row(
      model: "auth.permission",
      names: ["content_type__app_label": "app_label", "content_type__model": "model"]),
    "/sources/group_connections/all/": Row(model: "authentik_core.groupsourceconnection"),
    "/sources/scim_groups/": Row(model: "authentik_sources_scim.scimsourcegroup"),
    "/sources/scim_users/": Row(model: "authentik_sources_scim.scimsourceuser"),
    "/sources/user_connections/all/": Row(model: "authentik_core.usersourceconnection"),
    "/ssf/streams/": Row(model: "authentik_providers_ssf.stream"),
    "/stages/authenticator/webauthn_device_types/": Row(
      model: "authentik_stages_authenticator_webauthn.webauthndevicetype"),
    "/tasks/tasks/": Row(model: "authentik_tasks.task"),
    "/tenants/tenants/": Row(model: "authentik_tenants.tenant"),
  ]
}
