import Catalog
import Model
import OrderedCollections

extension Engine {
  /// Lists, creates, and other requests to a collection.
  func collection(_ request: SandboxRequest, _ kind: ServedKind, _ identity: Identity) async throws
    -> SandboxResponse
  {
    switch request.method {
    case "GET" where kind.kind.canList, "HEAD" where kind.kind.canList:
      try identity.require(.view, kind)
      if kind.crashesOnSearch, request.parameter("search")?.isEmpty == false { return .errorPage }
      return try await list(request, kind, identity)
    case "POST" where !kind.isBase && !kind.isMadeByServer:
      try identity.require(.add, kind)
      return try await create(request, kind, context(request, identity))
    case "OPTIONS":
      try identity.requireUser()
      return json(description("\(kind.name) List", kind))
    // Rights are checked before the method (recorded: a user without the right gets a 403).
    case "PUT", "PATCH": try identity.require(.change, kind)
    case "DELETE": try identity.require(.delete, kind)
    case "POST": try identity.require(.add, kind)
    default: try identity.requireUser()
    }
    throw Refusal.methodNotAllowed(request.method)
  }

  /// The parameter that also lists what the user may not open; it only works for superusers.
  private static let fullList = "superuser_full_list"

  private func list(_ request: SandboxRequest, _ kind: ServedKind, _ identity: Identity) async throws
    -> SandboxResponse
  {
    let context = context(request, identity)
    let traits = traits
    let showsAll =
      kind.kind.listQuery[Self.fullList] == nil
      || identity.isSuperuser && request.parameter(Self.fullList) == "true"
    let (pagination, results) = try await store.read { store in
      let query = try ListReader(kind: kind, traits: traits, store: store).query(request)
      let pagination = try Pagination(request, count: store.count(query), traits)
      var objects = try store.objects(query, limit: pagination.size, offset: pagination.offset)
      // The count still includes all objects.
      if !showsAll {
        let check = AccessCheck(store: store, user: try context.username.flatMap(store.user(named:)))
        objects = try objects.filter(check.allows)
      }
      let writer = AnswerWriter(store: store, context: context)
      return (pagination, try objects.map { try writer.answer($0, in: kind) })
    }
    var answer: ValueMap = ["pagination": pagination.value, "results": .list(results)]
    if traits.listHasAutocomplete { answer["autocomplete"] = [:] }
    return json(.map(answer))
  }

  private func create(_ request: SandboxRequest, _ kind: ServedKind, _ context: RequestContext) async throws
    -> SandboxResponse
  {
    if kind.isBroken { throw Refusal.crash }
    let sent = try RequestBody.object(of: request, traits)
    let answer = try await store.write { store in
      let checked = try ObjectValidator(kind: kind, context: context, store: store)
        .checked(sent, existing: nil, isPartial: false)
      let object = try store.insert(
        kind, try ObjectMaker(store: store, context: context).completed(checked, kind, sent: sent))
      try store.mirror(sent, to: object)
      try ServiceAccount.make(for: object, store, context)
      return try AnswerWriter(store: store, context: context, justSet: Set(sent.keys)).answer(object)
    }
    return json(answer, status: 201)
  }

  func context(_ request: SandboxRequest, _ identity: Identity) -> RequestContext {
    RequestContext(
      traits: traits, base: "http://\(request.host)", username: identity.username, given: given)
  }

  /// The answer to OPTIONS, without the descriptions of the fields.
  func description(_ name: String, _ kind: ServedKind) -> Value {
    [
      "name": .string(name), "description": .string("\(kind.name) Viewset"), "renders": ["application/json"],
      "parses": ["application/json"],
    ]
  }
}
