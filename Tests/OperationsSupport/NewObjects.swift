package import Catalog
package import Model
import OrderedCollections
import Remote
package import Sandbox
import TestSupport

/// Creates objects of any kind, from the catalog alone. The objects that they refer to are created first.
package struct NewObjects: Sendable {
  package let kinds: ServedKinds
  /// Creates an object at a path.
  private let post: @Sendable (_ path: String, _ body: Value) async throws -> Value

  package init(
    kinds: ServedKinds, post: @escaping @Sendable (_ path: String, _ body: Value) async throws -> Value
  ) {
    self.kinds = kinds
    self.post = post
  }

  private struct NotCreatable: Error {}

  /// For a sandbox in this process.
  package static func on(_ sandbox: SandboxServer, _ version: EmbeddedCatalog = .v2026_5_rc1) throws
    -> NewObjects
  {
    let client = APIClient(EngineTransport(sandbox: sandbox))
    return NewObjects(kinds: ServedKinds(try version.load(), version)) { path, body in
      try await client.write(APIRequest(.post, path, body: body))
    }
  }

  /// The body with the required fields.
  package func body(_ kind: Kind, _ name: String) async throws -> ValueMap {
    var body = SampleValues.needed[kind.model] ?? [:]
    for field in kind.requiredFields where body[field.name] == nil {
      body[field.name] = try await value(of: field, name)
    }
    if SampleValues.bindings.contains(kind.model) {
      body["policy"] = try await key(of: "authentik_policies_dummy.dummypolicy", name + "-policy")
    }
    return body
  }

  @discardableResult
  package func create(_ kind: Kind, _ body: ValueMap) async throws -> Value {
    try await post(kind.path, .map(body))
  }

  /// Refusals by a server without a licence, a device or an owner.
  package static let excuses = ["Enterprise is required", "Unable to verify license", "target: Invalid pk"]

  /// Creates an object, or returns nil if the server cannot create the kind: it or a reference needs a licence or a
  /// device, or the server fails.
  package func createIfPossible(_ kind: Kind, _ name: String) async throws -> Value? {
    do {
      return try await create(kind, try await body(kind, name))
    } catch APIError.internalError {
      return nil
    } catch is NotCreatable {
      return nil
    } catch let refusal as APIError where Self.excuses.contains(where: refusal.description.contains) {
      return nil
    }
  }

  private func key(of model: String, _ name: String) async throws -> Value {
    // Some kinds of a base class need a licence.
    for kind in kinds.kinds(referredToAs: model).filter({ !$0.isBase }).map(\.kind) {
      if let made = try? await create(kind, try await body(kind, name)) {
        return made[kind.primaryKey] ?? .null
      }
    }
    throw NotCreatable()
  }

  package func value(of field: Field, _ name: String) async throws -> Value {
    guard let model = field.refersTo else { return SampleValues.value(of: field, name) }
    let key = try await key(of: model, "\(name)-\(field.name)")
    return field.type.isList ? [key] : key
  }
}
