import Model
import OrderedCollections

extension Engine {
  /// What some kinds offer below their collection.
  func act(_ request: SandboxRequest, _ kind: ServedKind, _ action: KindAction, _ identity: Identity)
    async throws -> SandboxResponse
  {
    if request.method == "OPTIONS" {
      try identity.requireUser()
      return json(description(kind.name, kind))
    }
    switch action {
    case .cacheClear:
      try requireMethod(request, ["POST"])
      try identity.requireSuperuser()
      return SandboxResponse(status: 204)
    default:
      try requireMethod(request, ["GET", "HEAD"])
      try identity.requireSuperuser()
      return json(["count": 0])
    }
  }

  /// What some kinds offer below one object.
  func act(
    _ request: SandboxRequest, _ kind: ServedKind, _ detail: String, _ action: KindAction,
    _ identity: Identity
  ) async throws -> SandboxResponse {
    try requireMethod(request, ["GET", "HEAD"])
    switch action {
    case .diagram:
      // Recorded from both versions: nobody needs a right for it.
      let name = try await existing(kind, detail).fields["name"]?.string ?? ""
      return json([
        "diagram": .string(
          "graph TD\nflow_start[[\"Flow\n\(name)\"]]\nflow_start --> done[[\"End of the flow\"]]")
      ])
    case .execute:
      _ = try await readable(kind, detail, identity)
      // Recorded from both versions: who is no superuser sees the server crash.
      guard identity.isSuperuser else { return .errorPage }
      return json(["link": .string("http://\(request.host)/if/flow/\(detail)/")])
    default:
      // An export needs rights on six kinds, of which one is served.
      try identity.requireSuperuser()
      return .notFoundPage
    }
  }
}
