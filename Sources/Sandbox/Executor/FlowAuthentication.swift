import Model
import OrderedCollections

/// The visitors that a flow's `authentication` lets in.
enum FlowAuthentication {
  static func allows(_ run: FlowRun) throws -> Bool {
    let user = try run.requestUser
    return switch run.flow.fields["authentication"]?.string ?? "none" {
    case "require_authenticated": user != nil
    case "require_unauthenticated": user == nil
    case "require_superuser": user?.fields["is_superuser"] == true
    case "require_redirect": run.isRedirected
    case "require_outpost": try isOutpost(run)
    default: true
    }
  }

  /// Whether the request comes from an outpost, by the token of the outpost's own account.
  private static func isOutpost(_ run: FlowRun) throws -> Bool {
    guard run.request.header("X-authentik-remote-ip") != nil,
      let key = run.request.header("X-authentik-outpost-token")
    else {
      return false
    }
    return try FlowTokens.token(key, run.store)?.fields["identifier"]?.string?.hasPrefix("ak-outpost-")
      == true
  }
}
