/// A path that belongs to running flows.
enum FlowRoute: Sendable {
  /// `/flows/executor/<slug>/` and `/flows/inspector/<slug>/` below the API.
  case executor(String)
  case inspector(String)
  /// Outside of the API: `/flows/-/cancel/`, `/flows/-/default/<designation>/`, the page of a flow, and the root.
  case cancel
  case defaultFlow(String)
  case page(String)
  case root
  /// `/core/users/impersonate_end/` below the API.
  case endImpersonation

  /// The beginnings of all these paths, so that the API's others cost nothing.
  private static let beginnings = [
    "/api/v3/flows/executor/", "/api/v3/flows/inspector/", "/api/v3/core/users/impersonate_end/", "/flows/-/",
    "/if/flow/",
  ]

  static func of(_ path: String) -> FlowRoute? {
    guard path == "/" || beginnings.contains(where: path.hasPrefix) else { return nil }
    let parts = path.split(separator: "/").map(String.init)
    switch parts.count {
    case 0: return .root
    case 3 where parts == ["flows", "-", "cancel"]: return .cancel
    case 3 where parts.starts(with: ["if", "flow"]): return .page(parts[2])
    case 4 where parts.starts(with: ["flows", "-", "default"]): return .defaultFlow(parts[3])
    case 5 where parts.starts(with: ["api", "v3", "flows", "executor"]): return .executor(parts[4])
    case 5 where parts.starts(with: ["api", "v3", "flows", "inspector"]): return .inspector(parts[4])
    case 5 where parts == ["api", "v3", "core", "users", "impersonate_end"]: return .endImpersonation
    default: return nil
    }
  }

  /// The methods of its `Allow` header.
  var methods: String {
    if case .executor = self { "GET, POST, HEAD, OPTIONS" } else { "GET, HEAD, OPTIONS" }
  }
}
