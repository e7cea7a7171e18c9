import Catalog
import Model
import OrderedCollections

extension Engine {
  /// Retrieve, update and delete.
  ///
  /// Who may not view is refused whether the object exists or not; who may view and not write learns that it
  /// does not exist, or is refused (recorded from both versions).
  func object(_ request: SandboxRequest, _ kind: ServedKind, _ detail: String, _ identity: Identity)
    async throws -> SandboxResponse
  {
    switch request.method {
    case "GET", "HEAD":
      return json(kind.answer(try await readable(kind, detail, identity).fields))
    case "PUT" where kind.kind.canUpdate, "PATCH" where kind.kind.canUpdate:
      _ = try await readable(kind, detail, identity)
      try identity.requireOnObject(.change)
      return try await update(request, kind, detail)
    case "DELETE" where kind.kind.canDelete:
      _ = try await readable(kind, detail, identity)
      try identity.requireOnObject(.delete)
      try await store.write { store in
        if let object = try store.object(kind, detail: detail) { try store.delete(object) }
      }
      return SandboxResponse(status: 204)
    case "OPTIONS": return json(description("\(kind.name) Instance", kind))
    default: throw Refusal.methodNotAllowed(request.method)
    }
  }

  /// The object, for whom may view it.
  func readable(_ kind: ServedKind, _ detail: String, _ identity: Identity) async throws -> StoredObject {
    try identity.requireOnObject(.view)
    return try await existing(kind, detail)
  }

  func existing(_ kind: ServedKind, _ detail: String) async throws -> StoredObject {
    guard let object = try await store.read({ try $0.object(kind, detail: detail) }) else {
      throw missing(kind)
    }
    return object
  }

  private func missing(_ kind: ServedKind) -> Refusal {
    Refusal(404, detail: traits.missingNamesModel ? "No \(kind.name) matches the given query." : "Not found.")
  }

  private func update(_ request: SandboxRequest, _ kind: ServedKind, _ detail: String) async throws
    -> SandboxResponse
  {
    let sent = try RequestBody.object(of: request, traits)
    let validator = ObjectValidator(kind: kind, traits: traits)
    let missing = missing(kind)
    let isPartial = request.method == "PATCH"
    let fields = try await store.write { store in
      guard var object = try store.object(kind, detail: detail) else { throw missing }
      let outcome = validator.fieldsChecked(sent, existing: object.fields, isPartial: isPartial)
      try validator.uniquenessChecked(outcome, store, except: object.position)
      object.fields = outcome.object
      try store.update(kind, object)
      return object.fields
    }
    return json(kind.answer(fields))
  }
}
