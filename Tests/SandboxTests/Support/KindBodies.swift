import Catalog
import Model
import OrderedCollections

@testable import Sandbox

/// Makes bodies that a create of any kind accepts, from the kind's row alone.
struct KindBodies {
  let client: RawClient
  let kinds: ServedKinds

  struct NotCreated: Error {
    let model: String
    let answer: String
  }

  /// What the row cannot say, from the messages of the server.
  private static let others: [String: ValueMap] = [
    "authentik_stages_identification.identificationstage": ["user_fields": ["email"]],
    "authentik_blueprints.blueprintinstance": ["content": "version: 1\nentries: []"],
    "authentik_crypto.certificatekeypair": [
      "certificate_data": "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----"
    ],
    "authentik_outposts.kubernetesserviceconnection": ["local": true, "kubeconfig": [:]],
    "authentik_policies_event_matcher.eventmatcherpolicy": ["action": "login"],
    "authentik_policies_reputation.reputationpolicy": ["check_ip": true],
    "authentik_providers_proxy.proxyprovider": ["internal_host": "http://internal.example.com"],
    "authentik_sources_oauth.oauthsource": ["provider_type": "discord"],
    "authentik_sources_saml.samlsource": ["issuer": "sandbox"],
    "authentik_stages_redirect.redirectstage": ["mode": "static", "target_static": "https://example.com/"],
  ]

  /// Runs a body against a new sandbox of the newest version.
  static func withSandbox(_ body: @escaping @Sendable (KindBodies) async throws -> Void) async throws {
    let kinds = ServedKinds(try EmbeddedCatalog.newest.load(), .newest)
    try await Flows.withSandbox { try await body(KindBodies(client: $0, kinds: kinds)) }
  }

  /// The body, for which objects that it refers to are created.
  func body(_ kind: ServedKind, _ name: String) async throws -> ValueMap {
    var body = Self.others[kind.kind.model] ?? [:]
    for field in kind.kind.fields where field.isRequired && body[field.name] == nil {
      body[field.name] = try await value(of: field, name)
    }
    if ["authentik_policies.policybinding", "authentik_endpoints.deviceuserbinding"].contains(kind.kind.model)
    {
      body["policy"] = try await created("authentik_policies_dummy.dummypolicy", name + "-policy").primaryKey
    }
    return body
  }

  func isNeverCreated(_ model: String) -> Bool { kinds.kind(model)?.isNeverCreated ?? false }

  /// A new object of a kind.
  @discardableResult
  func created(_ model: String, _ name: String) async throws -> (answer: Value, primaryKey: Value) {
    guard let kind = kinds.kind(model) else { throw NotCreated(model: model, answer: "no such kind") }
    let answer = try await client.ask("POST", "/api/v3" + kind.kind.path, .map(try await body(kind, name)))
    guard answer.status == 201, let object = answer.json else {
      throw NotCreated(model: model, answer: "\(answer.status) \(answer.text)")
    }
    return (object, object[kind.kind.primaryKey] ?? .null)
  }

  private func value(of field: Field, _ name: String) async throws -> Value {
    if let model = field.refersTo,
      let kind = kinds.kinds(referredToAs: model).first(where: { !$0.isBase && !$0.isNeverCreated })
        ?? kinds.kinds(referredToAs: model).first
    {
      let key = try await created(kind.kind.model, "\(name)-\(field.name)").primaryKey
      return field.type.isList ? [key] : key
    }
    return Self.value(of: field.type, field, name)
  }

  private static func value(of type: FieldType, _ field: Field, _ name: String) -> Value {
    switch type {
    case .text(.plain), .text(.binary): .string(String(name.suffix(field.maxLength ?? 200)))
    case .text(.uuid): .string(NewIdentifier.make())
    case .text(.uri): "https://example.com/"
    case .text(.email): "someone@example.com"
    case .text(.dateTime): "2030-01-01T00:00:00Z"
    case .boolean: true
    case .integer: field.minimum.flatMap { $0.integer.map { .integer(max($0, 1)) } } ?? 1
    case .number: 1
    case .choice(let choices): choices.first.map(Value.string) ?? ""
    case .list(let item): [value(of: item, field, name)]
    case .object(let members):
      .map(ValueMap(members.map { ($0.name, value(of: $0.type, $0, name)) }) { $1 })
    case .map, .any: [:]
    }
  }
}
