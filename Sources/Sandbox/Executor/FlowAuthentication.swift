import Model
import OrderedCollections

/// Whom a flow's `authentication` lets in.
enum FlowAuthentication {
  static func allows(_ run: FlowRun) throws -> Bool {
    let user = try run.sessionUser
    return switch run.flow.fields["authentication"]?.string ?? "none" {
    case "require_authenticated": user != nil
    case "require_unauthenticated": user == nil
    case "require_superuser": user?.fields["is_superuser"] == true
    case "require_redirect", "require_outpost": false
    default: true
    }
  }
}
