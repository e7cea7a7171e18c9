import Catalog
import Model
import OrderedCollections

@testable import Sandbox

/// Makes an object of every kind whose optional fields hold what looks like nothing: false, 0, an empty text or
/// list. What the server refuses of it stays as a create makes it.
struct EdgeObjects {
  let workspace: Workspace
  let kinds: ServedKinds
  /// What every yes or no is.
  let flag: Bool

  private struct NotCreatable: Error {}

  /// What the kinds' rows do not say, by the messages of the server.
  private static let needed: [String: ValueMap] = [
    "authentik_stages_identification.identificationstage": ["user_fields": ["email"]],
    "authentik_blueprints.blueprintinstance": ["content": "version: 1\nentries: []"],
  ]

  /// The kinds of which an object was made.
  func fill() async throws -> [String] {
    var made: [String] = []
    for (number, kind) in kinds.kinds.enumerated() where !kind.isBase {
      let name = "edge-\(flag ? "yes" : "no")-\(number)"
      guard let object = try? await create(kind.kind, name) else { continue }
      made.append(kind.kind.model)
      guard let detail = kind.kind.detailField.flatMap({ object[$0].flatMap(Coercion.text) }) else {
        continue
      }
      for field in kind.kind.writableFields where !field.isRequired && !field.isWriteOnly {
        guard let value = edge(field) else { continue }
        _ = try? await workspace.change("\(kind.kind.path)\(detail)/", [field.name: value])
      }
    }
    return made
  }

  private func edge(_ field: Field) -> Value? {
    switch field.type {
    case .boolean: .bool(flag)
    case .integer: field.refersTo == nil ? 0 : nil
    case .number: 0
    case .text(.plain), .text(.uri), .text(.email): ""
    case .list: []
    case .map: [:]
    default: nil
    }
  }

  private func create(_ kind: Kind, _ name: String) async throws -> Value {
    var body = Self.needed[kind.model] ?? [:]
    for field in kind.requiredFields where body[field.name] == nil {
      body[field.name] = try await value(of: field, name)
    }
    if kind.model == "authentik_policies.policybinding" {
      guard let policy = kinds.kind("authentik_policies_dummy.dummypolicy")?.kind else {
        throw NotCreatable()
      }
      body["policy"] = try await create(policy, name + "-policy")["pk"]
    }
    return try await workspace.add(.map(body), to: kind.path)
  }

  private func value(of field: Field, _ name: String) async throws -> Value {
    guard let model = field.refersTo else { return Self.value(of: field.type, field, name) }
    guard let kind = kinds.kinds(referredToAs: model).first(where: { $0.kind.path != "" })?.kind else {
      throw NotCreatable()
    }
    let key = try await create(kind, "\(name)-\(field.name)")[kind.primaryKey] ?? .null
    return field.type.isList ? [key] : key
  }

  private static func value(of type: FieldType, _ field: Field, _ name: String) -> Value {
    switch type {
    case .text(.plain), .text(.binary): .string(String(name.suffix(field.maxLength ?? 200)))
    case .text(.uuid): "0d7e25bb-1b36-4a51-b371-c6f0d0a4ba71"
    case .text(.uri): "https://example.com/"
    case .text(.email): "someone@example.com"
    case .text(.dateTime): "2030-01-01T00:00:00Z"
    case .text: .string(name)
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
