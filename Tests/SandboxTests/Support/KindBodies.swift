import Catalog
import Model
import OrderedCollections
import TestSupport

@testable import Sandbox

/// Makes bodies that a create of any kind accepts, from the kind's row alone.
struct KindBodies {
  let client: RawClient
  let kinds: ServedKinds

  struct NotCreated: Error {
    let model: String
    let answer: String
  }

  /// Runs a body against a new sandbox of the newest version.
  static func withSandbox(_ body: @escaping @Sendable (KindBodies) async throws -> Void) async throws {
    let kinds = ServedKinds(try EmbeddedCatalog.v2026_5_rc1.load(), .v2026_5_rc1)
    try await Flows.withSandbox { try await body(KindBodies(client: $0, kinds: kinds)) }
  }

  /// Returns the body, and creates the objects that it refers to.
  func body(_ kind: ServedKind, _ name: String) async throws -> ValueMap {
    var body = SampleValues.needed[kind.kind.model] ?? [:]
    for field in kind.kind.fields where field.isRequired && body[field.name] == nil {
      body[field.name] = try await value(of: field, name)
    }
    if SampleValues.bindings.contains(kind.kind.model) {
      body["policy"] = try await created("authentik_policies_dummy.dummypolicy", name + "-policy").primaryKey
    }
    return body
  }

  func isNeverCreated(_ model: String) -> Bool { kinds.kind(model)?.isNeverCreated ?? false }

  /// Creates an object of a kind.
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
    return SampleValues.value(of: field, name)
  }
}
