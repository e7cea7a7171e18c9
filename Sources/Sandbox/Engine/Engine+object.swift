import Catalog
import Model
import OrderedCollections

extension Engine {
  /// Retrieve, update and delete.
  ///
  /// A user who may not view is refused whether the object exists or not. A user who may view but not write
  /// learns that it does not exist, or is refused (recorded from both versions).
  func object(_ request: SandboxRequest, _ kind: ServedKind, _ detail: String, _ identity: Identity)
    async throws -> SandboxResponse
  {
    switch request.method {
    case "GET", "HEAD":
      try identity.requireOnObject(.view, kind)
      let context = context(request, identity)
      return json(
        try await reading(kind, detail) { object, store in
          try AnswerWriter(store: store, context: context).answer(object, in: kind)
        })
    case "PUT" where kind.kind.canUpdate, "PATCH" where kind.kind.canUpdate:
      _ = try await readable(kind, detail, identity)
      try identity.requireOnObject(.change, kind)
      return try await update(request, kind, detail, context(request, identity))
    case "DELETE" where kind.kind.canDelete:
      _ = try await readable(kind, detail, identity)
      try identity.requireOnObject(.delete, kind)
      try await store.write { store in
        if let object = try store.object(kind, detail: detail) { try store.delete(cascading: object) }
      }
      return SandboxResponse(status: 204)
    case "OPTIONS": return json(description("\(kind.name) Instance", kind))
    default: throw Refusal.methodNotAllowed(request.method)
    }
  }

  /// The object, if the user may view it.
  func readable(_ kind: ServedKind, _ detail: String, _ identity: Identity) async throws -> StoredObject {
    try identity.requireOnObject(.view, kind)
    return try await existing(kind, detail)
  }

  func existing(_ kind: ServedKind, _ detail: String) async throws -> StoredObject {
    try await reading(kind, detail) { object, _ in object }
  }

  /// Reads from an existing object.
  func reading<Result: Sendable>(
    _ kind: ServedKind, _ detail: String,
    _ body: @escaping @Sendable (StoredObject, StoreTransaction) throws -> Result
  ) async throws -> Result {
    let missing = missing(kind, detail)
    return try await store.read { store in
      guard let object = try store.object(kind, detail: detail) else { throw missing }
      return try body(object, store)
    }
  }

  /// Changes an existing object.
  func changing<Result: Sendable>(
    _ kind: ServedKind, _ detail: String,
    _ body: @escaping @Sendable (StoredObject, StoreTransaction) throws -> Result
  ) async throws -> Result {
    let missing = missing(kind, detail)
    return try await store.write { store in
      guard let object = try store.object(kind, detail: detail) else { throw missing }
      return try body(object, store)
    }
  }

  func missing(_ kind: ServedKind, _ detail: String) -> Refusal {
    // A key that is not a UUID is refused before a model is asked (recorded from 2026.5).
    let isKey =
      kind.kind.field(kind.detailField)?.type != .text(.uuid) || Coercion.canonicalUUID(detail) != nil
    return Refusal(
      404,
      detail: traits.missingNamesModel && isKey ? "No \(kind.name) matches the given query." : "Not found.")
  }

  private func update(
    _ request: SandboxRequest, _ kind: ServedKind, _ detail: String, _ context: RequestContext
  ) async throws -> SandboxResponse {
    let sent = try RequestBody.object(of: request, traits)
    let isPartial = request.method == "PATCH"
    let answer = try await changing(kind, detail) { former, store in
      var object = former
      object.fields = try ObjectValidator(kind: kind, context: context, store: store)
        .checked(sent, existing: object, isPartial: isPartial)
      object = try store.update(object)
      try store.mirror(sent, to: object)
      try ServiceAccount.rename(for: object, store)
      var writer = AnswerWriter(store: store, context: context, justSet: Set(sent.keys), isPartial: isPartial)
      if context.traits.showsFormerApplication, sent["provider"] == nil { writer.former = former }
      return try writer.answer(object)
    }
    return json(answer)
  }
}
