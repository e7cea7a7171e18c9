import Catalog
import Model
import OrderedCollections
import Remote

@testable import Sandbox

/// Makes bodies that a create of any kind accepts, from the catalog alone; what they refer to is created first.
struct NewObjects: Sendable {
  let client: APIClient
  let kinds: ServedKinds

  /// What the catalog cannot say, from the messages of the server.
  private static let others: [String: ValueMap] = [
    "authentik_stages_identification.identificationstage": ["user_fields": ["email"]],
    "authentik_blueprints.blueprintinstance": ["content": "version: 1\nentries: []"],
  ]

  init(_ sandbox: SandboxServer, _ version: EmbeddedCatalog = .newest) throws {
    client = APIClient(EngineTransport(sandbox: sandbox))
    kinds = ServedKinds(try version.load(), version)
  }

  /// The required fields.
  func body(_ kind: Kind, _ name: String) async throws -> ValueMap {
    var body = Self.others[kind.model] ?? [:]
    for field in kind.fields where field.isRequired && body[field.name] == nil {
      body[field.name] = try await value(of: field, name)
    }
    if ["authentik_policies.policybinding", "authentik_endpoints.deviceuserbinding"].contains(kind.model) {
      body["policy"] = try await key(of: "authentik_policies_dummy.dummypolicy", name + "-policy")
    }
    return body
  }

  @discardableResult
  func create(_ kind: Kind, _ body: ValueMap) async throws -> Value {
    try await client.write(APIRequest(.post, kind.path, body: .map(body)))
  }

  private func key(of model: String, _ name: String) async throws -> Value {
    guard let kind = kinds.kinds(referredToAs: model).first(where: { !$0.isBase })?.kind else { return .null }
    return try await create(kind, try await body(kind, name))[kind.primaryKey] ?? .null
  }

  func value(of field: Field, _ name: String) async throws -> Value {
    guard let model = field.refersTo else { return Self.value(of: field.type, field, name) }
    let key = try await key(of: model, "\(name)-\(field.name)")
    return field.type.isList ? [key] : key
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
