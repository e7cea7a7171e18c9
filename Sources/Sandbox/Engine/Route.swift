import Catalog

/// The meaning of a path.
enum Route: Sendable {
  case collection(ServedKind)
  case collectionAction(ServedKind, KindAction)
  case object(ServedKind, String)
  case objectAction(ServedKind, String, KindAction)
  case usedBy(ServedKind, String)
  /// Below `/rbac/permissions/`: the permissions of roles, all permissions, and granting some to a role, or
  /// on older servers to a user.
  case assignments
  case permissions
  case assign(model: String, holder: String)
  case flow(FlowRoute)
  case schema, rootConfig, adminVersion, ownUser, devices, health
  /// The server's application crashes on it.
  case broken
  case unknown

  init(_ path: String?, _ kinds: ServedKinds) {
    guard let path, path.hasSuffix("/") else {
      self = .unknown
      return
    }
    switch path {
    case "/api/v3/schema/": self = .schema
    case "/api/v3/root/config/": self = .rootConfig
    case "/api/v3/admin/version/": self = .adminVersion
    case "/api/v3/core/users/me/": self = .ownUser
    case "/api/v3/authenticators/admin/all/": self = .devices
    case "/-/health/live/", "/-/health/ready/": self = .health
    default: self = FlowRoute.of(path).map(Route.flow) ?? Self.route(path, kinds) ?? .unknown
    }
  }

  private static func route(_ path: String, _ kinds: ServedKinds) -> Route? {
    guard path.hasPrefix("/api/v3/") else { return nil }
    let parts = path.dropFirst("/api/v3/".count).dropLast().split(
      separator: "/", omittingEmptySubsequences: false
    ).map(String.init)
    if let route = permissionRoute(parts, kinds) { return route }
    if let kind = kinds[collection(parts)] { return .collection(kind) }
    if let kind = kinds[collection(parts.dropLast())], let last = parts.last,
      kind.kind.detailField != nil || kind.actions[last] != nil
    {
      if let action = kind.actions[last], !action.isOfOneObject { return .collectionAction(kind, action) }
      guard isDetail(last) else { return nil }
      return last.contains("\0") ? .broken : .object(kind, last)
    }
    guard let kind = kinds[collection(parts.dropLast(2))], let last = parts.last,
      let detail = parts.dropLast().last, isDetail(detail)
    else { return nil }
    if last == "used_by", kind.kind.hasUsedBy { return .usedBy(kind, detail) }
    guard let action = kind.actions[last], action.isOfOneObject else { return nil }
    return .objectAction(kind, detail, action)
  }

  private static func permissionRoute(_ parts: [String], _ kinds: ServedKinds) -> Route? {
    guard parts.starts(with: ["rbac", "permissions"]) else { return nil }
    if parts.count == 2 { return .permissions }
    if parts.count == 3, parts[2] == "assigned_by_roles" { return .assignments }
    guard parts.count == 5, parts[4] == "assign" else { return nil }
    switch parts[2] {
    case "assigned_by_roles": return .assign(model: "authentik_rbac.role", holder: parts[3])
    case "assigned_by_users" where kinds.grantsToUsers:
      return .assign(model: "authentik_core.user", holder: parts[3])
    default: return nil
    }
  }

  private static func collection(_ parts: some Collection<String>) -> String {
    "/" + parts.joined(separator: "/") + "/"
  }

  private static func isDetail(_ text: String) -> Bool {
    !text.isEmpty && !text.contains(".")
  }

  /// The methods of its `Allow` header.
  var methods: String {
    switch self {
    case .collection(let kind) where kind.isMadeByServer: "GET, HEAD, OPTIONS"
    case .collection(let kind): kind.kind.canList ? "GET, POST, HEAD, OPTIONS" : "POST, OPTIONS"
    case .object(let kind, _):
      (["GET"] + (kind.kind.canUpdate ? ["PUT", "PATCH"] : []) + (kind.kind.canDelete ? ["DELETE"] : [])
        + ["HEAD", "OPTIONS"]).joined(separator: ", ")
    case .collectionAction(_, let action), .objectAction(_, _, let action): action.methods
    case .assign: "POST, OPTIONS"
    case .flow(let route): route.methods
    default: "GET, HEAD, OPTIONS"
    }
  }
}
