import Catalog
import Model
import OrderedCollections

extension Engine {
  /// List and create, and what else is asked of a collection.
  func collection(_ request: SandboxRequest, _ kind: ServedKind, _ identity: Identity) async throws
    -> SandboxResponse
  {
    switch request.method {
    case "GET", "HEAD":
      try identity.require(.view)
      return try await list(request, kind)
    case "POST":
      try identity.require(.add)
      return try await create(request, kind)
    case "OPTIONS":
      try identity.requireUser()
      return json(description("\(kind.name) List", kind))
    // Rights are checked before the method (recorded: a user without the right gets a 403).
    case "PUT", "PATCH": try identity.require(.change)
    case "DELETE": try identity.require(.delete)
    default: try identity.requireUser()
    }
    throw Refusal.methodNotAllowed(request.method)
  }

  private func list(_ request: SandboxRequest, _ kind: ServedKind) async throws -> SandboxResponse {
    let query = try ListReader(kind: kind, traits: traits).query(request)
    let traits = traits
    let (pagination, objects) = try await store.read { store in
      let pagination = try Pagination(request, count: store.count(query), traits)
      return (pagination, try store.objects(query, limit: pagination.size, offset: pagination.offset))
    }
    var answer: ValueMap = [
      "pagination": pagination.value, "results": .list(objects.map { kind.answer($0.fields) }),
    ]
    if traits.listHasAutocomplete { answer["autocomplete"] = [:] }
    return json(.map(answer))
  }

  private func create(_ request: SandboxRequest, _ kind: ServedKind) async throws -> SandboxResponse {
    let sent = try RequestBody.object(of: request, traits)
    let validator = ObjectValidator(kind: kind, traits: traits)
    var outcome = validator.fieldsChecked(sent, existing: nil, isPartial: false)
    for identifier in [kind.kind.primaryKey] + kind.identifiers {
      outcome.object[identifier] = .string(NewIdentifier.make())
    }
    let checked = outcome
    try await store.write { store in
      try validator.uniquenessChecked(checked, store, except: nil)
      try store.insert(kind, checked.object)
    }
    return json(kind.answer(checked.object), status: 201)
  }

  /// The answer to OPTIONS, without the descriptions of the fields.
  func description(_ name: String, _ kind: ServedKind) -> Value {
    [
      "name": .string(name), "description": .string("\(kind.name) Viewset"), "renders": ["application/json"],
      "parses": ["application/json"],
    ]
  }
}
