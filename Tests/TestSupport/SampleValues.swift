package import Catalog
import Foundation
package import Model
import OrderedCollections

/// Values that a create of any kind accepts, from the catalog alone.
package enum SampleValues {
  /// Values that the catalog cannot provide, found from the server's messages.
  package static let needed: [String: ValueMap] = [
    "authentik_stages_identification.identificationstage": ["user_fields": ["email"]],
    "authentik_blueprints.blueprintinstance": ["content": "version: 1\nentries: []"],
    "authentik_core.token": ["intent": "app_password"],
    "authentik_crypto.certificatekeypair": [
      "certificate_data": "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----"
    ],
    "authentik_outposts.kubernetesserviceconnection": ["local": true, "kubeconfig": [:]],
    "authentik_policies_event_matcher.eventmatcherpolicy": ["action": "login"],
    "authentik_policies_reputation.reputationpolicy": ["check_ip": true],
    "authentik_providers_proxy.proxyprovider": ["internal_host": "http://internal.example.com"],
    // Only one source may synchronize passwords.
    "authentik_sources_ldap.ldapsource": ["sync_users_password": false],
    "authentik_sources_oauth.oauthsource": ["provider_type": "discord"],
    "authentik_sources_saml.samlsource": ["issuer": "sandbox"],
    "authentik_stages_redirect.redirectstage": ["mode": "static", "target_static": "https://example.com/"],
  ]

  /// The kinds that bind a policy, a group or a user: one of the three is needed.
  package static let bindings: Set<String> = [
    "authentik_policies.policybinding", "authentik_endpoints.deviceuserbinding",
  ]

  /// A value for a field without a reference. Texts end in `name`.
  package static func value(of field: Field, _ name: String) -> Value { value(of: field.type, field, name) }

  /// The values that a rule of the server accepts, by model and field.
  private static let accepted: [String: [String: [Value]]] = [
    "authentik_crypto.certificatekeypair": [
      "certificate_data": ["-----BEGIN CERTIFICATE-----\nMAE=\n-----END CERTIFICATE-----"]
    ],
    "authentik_outposts.kubernetesserviceconnection": [
      "kubeconfig": [["current-context": "one"], ["current-context": "two"]]
    ],
    "authentik_stages_email.emailstage": [
      "template": ["email/account_confirmation.html", "email/password_reset.html"]
    ],
  ]

  /// Values for a field without a reference, all different from the live one, in the order of their likelihood.
  package static func values(
    of field: Field, in kind: Kind, unlike live: Value?, _ name: String
  ) -> [Value] {
    (accepted[kind.model]?[field.name] ?? values(of: field, name)).filter { $0 != live }
  }

  private static func values(of field: Field, _ name: String) -> [Value] {
    switch field.type {
    case .boolean: [true, false]
    case .choice(let choices): choices.map(Value.string)
    case .integer: [1, 2, 60].map { .integer(max($0, field.minimum?.integer ?? 0)) }
    case .number: [1, 2]
    case .text(.plain) where field.isDuration: ["minutes=7", "hours=2"]
    case .text(.plain): ["one", "two"].map { value(of: field, "\(name)-\($0)") }
    case .text(.uri): ["https://one.example.com/", "https://two.example.com/"]
    case .text(.email): ["one@example.com", "two@example.com"]
    case .text(.dateTime): ["2031-01-01T00:00:00Z", "2032-01-01T00:00:00Z"]
    case .map, .any: [["one": [1, ["two": true]]], ["three": "four"]]
    case .list(.choice(let choices)): choices.map { [.string($0)] } + [.list(choices.map(Value.string)), []]
    default: [value(of: field, name), value(of: field, "\(name)-two"), []]
    }
  }

  private static func value(of type: FieldType, _ field: Field, _ name: String) -> Value {
    switch type {
    case .text(.plain), .text(.binary): .string(String(name.suffix(field.maxLength ?? 200)))
    case .text(.uuid): .string(UUID().uuidString.lowercased())
    case .text(.uri): "https://example.com/"
    case .text(.email): "someone@example.com"
    case .text(.dateTime): "2030-01-01T00:00:00Z"
    case .boolean: true
    case .integer: field.minimum.flatMap(\.integer).map { .integer(max($0, 1)) } ?? 1
    case .number: 1
    case .choice(let choices): choices.first.map(Value.string) ?? ""
    case .list(let item): [value(of: item, field, name)]
    case .object(let members):
      .map(ValueMap(members.map { ($0.name, value(of: $0.type, $0, name)) }) { $1 })
    case .map, .any: [:]
    }
  }
}
