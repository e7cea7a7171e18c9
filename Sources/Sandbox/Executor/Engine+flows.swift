import Catalog
import HTTPTypes
import Model
import OrderedCollections

extension Engine {
  /// Answers requests that belong to running flows.
  func flow(_ request: SandboxRequest, _ route: FlowRoute) async throws -> SandboxResponse {
    switch route {
    case .executor(let slug):
      let identity: Result<Identity, Refusal>
      do {
        identity = .success(try await tokenIdentity(of: request) ?? .anonymous)
      } catch let refusal as Refusal {
        identity = .failure(refusal)
      }
      return try await flows.response(to: request, flow: slug, identity)
    case .inspector(let slug): return try await inspect(request, slug)
    case .cancel: return try await flows.cancel(request)
    case .endImpersonation: return try await endImpersonation(request)
    case .root:
      let isSignedIn = try await flows.session(of: request)?.user != nil
      return .redirect(isSignedIn ? "/if/user/" : "/flows/-/default/authentication/?next=/")
    case .defaultFlow(let designation):
      guard let slug = try await defaultFlow(designation) else { return .notFoundPage }
      let query = request.query.map { "\($0.name)=\(PercentEncoding.encoded($0.value))" }
      return .redirect("/if/flow/\(slug)/" + (query.isEmpty ? "" : "?" + query.joined(separator: "&")))
    case .page(let slug):
      guard let kind = kinds.kind("authentik_flows.flow") else { return .notFoundPage }
      let isThere = try await store.read { try $0.object(kind, detail: slug) != nil }
      return isThere ? .html(200, "authentik") : .notFoundPage
    }
  }

  /// Who makes a request: by the token, or else by the session of a browser.
  func identity(of request: SandboxRequest) async throws -> Identity {
    if let identity = try await tokenIdentity(of: request) { return identity }
    guard let user = try await flows.session(of: request)?.user else { return .anonymous }
    return try await store.read { store in
      guard let user = try store.object(referredToAs: TokenUsers.model, by: user) else { return .anonymous }
      return .user(try UserRights(store: store).token(of: user))
    }
  }

  /// Who makes a request by token, which may be one that the API made; nil without a token.
  private func tokenIdentity(of request: SandboxRequest) async throws -> Identity? {
    let header = request.headers[.authorization]
    do {
      let identity = try Identity(header, tokens: tokens, traits: traits)
      if case .anonymous = identity { return nil }
      return identity
    } catch {
      guard error.status == Refusal.invalidToken.status, let key = header?.split(separator: " ").last,
        let token = try await store.read({ try UserRights(store: $0).token(withKey: String(key)) })
      else { throw error }
      return .user(token)
    }
  }

  /// The flow of a designation: the brand's, or else the first one.
  private func defaultFlow(_ designation: String) async throws -> String? {
    guard let kind = kinds.kind("authentik_flows.flow") else { return nil }
    return try await store.read { store in
      let key = try Brand.current(store)?["flow_\(designation)"] ?? .null
      if let flow = try store.object(referredToAs: kind.kind.model, by: key) {
        return flow.fields["slug"]?.string
      }
      var query = ListQuery(kind)
      query.filter("designation", equals: .string(designation))
      query.sort(by: "slug", descending: false)
      return try store.objects(query, limit: 1, offset: 0).first?.fields["slug"]?.string
    }
  }
}
