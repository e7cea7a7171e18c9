import Catalog
import Model
import OrderedCollections

/// The computed fields of each kind.
enum ComputedFields {
  private static let binding = "authentik_flows.flowstagebinding"
  private static let application = "authentik_core.application"
  private static let person = ComputedField.Shape.fields(
    ["pk", "username", "name", "is_active", "last_login", "email", "attributes", "uid"])
  private static let background = Value.string("/static/dist/assets/images/flow_background.jpg")

  /// The fields of one kind.
  static func of(_ kind: Kind, _ facts: KindFacts?, _ objects: [String: [String]]) -> [String: ComputedField]
  {
    var fields = everyKind.merging(special[kind.model] ?? [:]) { $1 }
    fields["component"] = .constant(.string(facts?.form ?? ""))
    fields["verbose_name"] = .constant(.string(facts?.verboseName ?? ""))
    fields["verbose_name_plural"] = .constant(.string(facts?.verboseNamePlural ?? ""))
    fields["meta_model_name"] = .constant(.string(kind.model))
    for (name, shape) in objects {
      let field = name.hasSuffix("_obj") ? String(name.dropLast("_obj".count)) : name
      if special[kind.model]?[name] == nil, kind.field(field)?.refersTo != nil {
        fields[name] = .object(of: field, .fields(shape))
      } else if case .referrers(let model, let field, .whole) = fields[name] {
        fields[name] = .referrers(model, field: field, .fields(shape))
      } else if case .made(let model, let field, let template, .whole) = fields[name] {
        fields[name] = .made(model, field: field, template: template, .fields(shape))
      } else if case .through(let model, let field, let target, .whole) = fields[name] {
        fields[name] = .through(model, field: field, to: target, .fields(shape))
      }
    }
    if kind.model == "authentik_core.group", kind.field("parent") != nil {
      // Until 2025.10, a group has one parent.
      fields["children"] = .referrers(kind.model, field: "parent", .field("pk"))
    }
    if kind.model == "authentik_providers_proxy.proxyprovider" {
      fields["redirect_uris"] = .proxyRedirects(members: objects["redirect_uris"])
    }
    for (name, value) in facts?.constants ?? [:] { fields[name] = .constant(value) }
    for (name, template) in facts?.texts ?? [:] { fields[name] = .template(template) }
    if let icon = facts?.icon {
      fields["icon_url"] = .fileAddress(of: "icon", otherwise: .template(icon))
      // Read-only in 2024.8.
      fields["icon"] = .template(icon)
    }
    // The row decides which fields a version has, and which of them are read-only.
    return fields.filter { field in
      kind.field(field.key).map { $0.isReadOnly || isAlwaysComputed($0.name, kind) } ?? false
    }
  }

  /// 2024.8 accepts a `flow_set` and drops it.
  private static func isAlwaysComputed(_ field: String, _ kind: Kind) -> Bool {
    field == "flow_set" || mirrored[kind.model]?.contains(field) == true
  }

  /// Writable fields that are stored at the objects they name: the other end of a relation.
  ///
  /// A group's `children` are written in 2025.8 and 2025.10 only.
  static let mirrored = ["authentik_core.group": ["users", "children"]]

  private static let everyKind: [String: ComputedField] = [
    "flow_set": .through(binding, field: "stage", to: "target", .whole),
    "bound_to": .referrerCount([
      ("authentik_policies.policybinding", "policy"),
      ("authentik_stages_prompt.promptstage", "validation_policies"),
    ]),
    "assigned_application_slug": .referrer(application, field: "provider", .field("slug")),
    "assigned_application_name": .referrer(application, field: "provider", .field("name")),
    "assigned_backchannel_application_slug": .referrer(
      application, field: "backchannel_providers", .field("slug")),
    "assigned_backchannel_application_name": .referrer(
      application, field: "backchannel_providers", .field("name")),
    "outpost_set": .referrers("authentik_outposts.outpost", field: "providers", .field("name")),
    "icon_url": .fileAddress(of: "icon", otherwise: .constant(.null)),
    "icon_themed_urls": .themedAddresses(of: "icon"),
    // Recorded from 2026.5, for a user's as well.
    "inherited_roles_obj": .constant(.null),
  ]

  private static let special: [String: [String: ComputedField]] = [
    "authentik_flows.flow": [
      // Read-only in 2024.8, writable since.
      "background": .constant(background),
      "background_url": .fileAddress(of: "background", otherwise: .constant(background)),
      "background_themed_urls": .themedAddresses(of: "background"),
      "cache_count": .constant(0),
      "export_url": .template("/api/v3/flows/instances/{slug}/export/"),
      "stages": .through(binding, field: "target", to: "stage", .field("pk")),
      "policies": .through("authentik_policies.policybinding", field: "target", to: "policy", .field("pk")),
    ],
    // Recorded from both versions: the whole policy of its kind.
    "authentik_policies.policybinding": ["policy_obj": .object(of: "policy", .whole)],
    "authentik_stages_prompt.prompt": [
      "prompt_stages_obj": .referrers("authentik_stages_prompt.promptstage", field: "fields", .whole)
    ],
    "authentik_core.group": [
      "users": .referrers("authentik_core.user", field: "groups", .field("pk")),
      "users_obj": .referrers("authentik_core.user", field: "groups", .whole),
      "children": .referrers("authentik_core.group", field: "parents", .field("pk")),
      // Null unless the request asks for them (measured on 2025.10.4 and 2026.2.2, recorded from 2026.5).
      "parents_obj": .constant(.null), "children_obj": .constant(.null),
      "inherited_roles_obj": .constant(.null),
      "parent_name": .object(of: "parent", .field("name")),
    ],
    "authentik_core.application": [
      "launch_url": .launch,
      "meta_icon": .constant(.null),
      "meta_icon_url": .fileAddress(of: "meta_icon", otherwise: .constant(.null)),
      "meta_icon_themed_urls": .themedAddresses(of: "meta_icon"),
    ],
    "authentik_events.notificationtransport": [
      "mode_verbose": .named(
        "mode",
        [
          "local": "authentik inbuilt notifications", "webhook": "Generic Webhook",
          "webhook_slack": "Slack Webhook (Slack/Discord)", "email": "Email",
        ])
    ],
    "authentik_lifecycle.lifecyclerule": [
      "target_verbose": .lifecycleTarget,
      "reviewers_obj": .matching(
        "reviewers", model: TokenUsers.model, field: "uuid", .fields(["pk", "uuid", "username", "name"])),
    ],
    "authentik_outposts.outpost": [
      "refresh_interval_s": .seconds("config", member: "refresh_interval", otherwise: 300)
    ],
    "authentik_policies_geoip.geoippolicy": ["countries_obj": .countries("countries")],
    "authentik_sources_oauth.oauthsource": ["type": .named("provider_type", OAuthSourceTypes.all)],
    ServiceAccount.model: [
      "token_obj": .made("authentik_core.token", field: "managed", template: ServiceAccount.managed, .whole)
    ],
    Devices.printed: ["user": .owner(person)],
    Devices.timed: ["user": .owner(person)],
    "authentik_stages_invitation.invitation": ["created_by": .owner(person)],
    "authentik_events.notificationrule": ["group_obj": .object(of: "group", .whole)],
    "authentik_crypto.certificatekeypair": [
      "private_key_available": .isSet("key_data"), "private_key_type": .keyKind("key_data"),
      "certificate_download_url": .template(
        "/api/v3/crypto/certificatekeypairs/{pk}/view_certificate/?download"),
      "private_key_download_url": .template(
        "/api/v3/crypto/certificatekeypairs/{pk}/view_private_key/?download"),
    ],
  ]
}
