import Catalog
import HTTPTypes
import Model
import OrderedCollections

/// Answers requests like the server, for every served kind.
struct Engine: Sendable {
  let catalog: Catalog
  let traits: ServerTraits
  let kinds: ServedKinds
  let store: ObjectStore
  let schema: SchemaDocument
  /// Values to use instead of the server's own choices for a written object, such as its key.
  var given: ValueMap = [:]
  /// Runs flows.
  let flows: FlowExecutor
  let tokens: [String: SandboxToken]

  /// `now` is the time of flows, in seconds since 1970.
  init(
    catalog: Catalog, version: EmbeddedCatalog, tokens: [SandboxToken], store: ObjectStore,
    kinds: ServedKinds, now: @escaping @Sendable () -> Double = SandboxConfiguration.systemTime
  ) {
    self.catalog = catalog
    self.kinds = kinds
    self.store = store
    traits = ServerTraits.of(version)
    schema = SchemaDocument(catalog: catalog)
    flows = FlowExecutor(store: store, kinds: kinds, traits: traits, now: now)
    self.tokens = Dictionary(tokens.map { ($0.token, $0) }, uniquingKeysWith: { first, _ in first })
  }

  func response(to request: SandboxRequest) async -> SandboxResponse {
    let route = Route(request.path, kinds)
    var response: SandboxResponse
    do {
      response = try await carryOut(request, route)
    } catch let refusal as Refusal {
      guard let body = refusal.body else { return .crash }
      response = json(body, status: refusal.status)
    } catch {
      return .errorPage
    }
    if response.contentType != SandboxResponse.pageType {
      response.headers.append((.allow, route.methods))
    }
    return response
  }

  func json(_ value: Value, status: Int = 200) -> SandboxResponse {
    SandboxResponse(status: status, contentType: traits.jsonContentType, body: JSONWriter.bytes(of: value))
  }

  private func carryOut(_ request: SandboxRequest, _ route: Route) async throws -> SandboxResponse {
    switch route {
    case .unknown: return request.isRead ? .notFoundPage : .crash
    case .broken: return .errorPage
    case .health: return SandboxResponse(status: 200)
    case .flow(let route): return try await flow(request, route)
    case .schema:
      // Recorded from both versions: no token is needed.
      return SandboxResponse(status: 200, contentType: "application/vnd.oai.openapi+json", body: schema.bytes)
    default: break
    }
    try negotiate(request)
    guard (request.headers[.authorization] ?? "").utf8.allSatisfy({ $0 < 0x80 }) else { return .errorPage }
    let identity = try await identity(of: request)
    if let response = try await ownSessions(request, route, identity) { return response }
    switch route {
    case .collection(let kind): return try await collection(request, kind, identity)
    case .object(let kind, let detail): return try await object(request, kind, detail, identity)
    case .usedBy(let kind, let detail):
      try requireMethod(request, ["GET", "HEAD"])
      _ = try await readable(kind, detail, identity)
      return try await usedBy(kind, detail)
    case .collectionAction(let kind, let action):
      return try await act(request, kind, action, identity)
    case .objectAction(let kind, let detail, let action):
      return try await act(request, kind, detail, action, identity)
    case .permissions: return try await permissions(request, identity)
    case .assignments: return try await assignments(request, identity)
    case .assign(let model, let holder):
      return try await assign(request, to: holder, of: model, identity)
    case .ownUser: return try await ownUser(request, identity)
    case .devices: return try await devices(request, identity)
    case .rootConfig:
      return json(.map(rootConfig))
    default:
      try identity.requireUser()
      return json([
        "version_current": .string(catalog.version), "version_latest": "0.0.0", "version_latest_valid": false,
        "build_hash": "", "outdated": false, "outpost_outdated": false,
      ])
    }
  }

  /// Only JSON is supported: another `format` does not exist, another `Accept` cannot be satisfied.
  private func negotiate(_ request: SandboxRequest) throws(Refusal) {
    if let format = request.parameter("format"), format != "json" { throw Refusal(404, detail: "Not found.") }
    guard request.acceptsJSON else {
      throw Refusal(406, detail: "Could not satisfy the request Accept header.")
    }
  }

  func requireMethod(_ request: SandboxRequest, _ methods: [String]) throws(Refusal) {
    guard methods.contains(request.method) else { throw .methodNotAllowed(request.method) }
  }

  private var rootConfig: ValueMap {
    let config: ValueMap = [
      "error_reporting": [
        "enabled": false, "sentry_dsn": "", "environment": "customer", "send_pii": false,
        "traces_sample_rate": 0.1,
      ],
      "capabilities": ["can_impersonate", "is_enterprise"],
    ]
    return config.merging(traits.cacheTimeouts) { $1 }
  }
}
