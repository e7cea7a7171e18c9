/// A path that belongs to running flows.
enum FlowRoute: Sendable {
  /// `/flows/executor/<slug>/` below the API.
  case executor(String)
  /// `/flows/-/cancel/`, outside of the API.
  case cancel

  static func of(_ path: String) -> FlowRoute? {
    let parts = path.split(separator: "/").map(String.init)
    if parts.starts(with: ["api", "v3", "flows", "executor"]), parts.count == 5 {
      return .executor(parts[4])
    }
    return parts == ["flows", "-", "cancel"] ? .cancel : nil
  }

  /// The methods of its `Allow` header.
  var methods: String {
    switch self {
    case .executor: "GET, POST, HEAD, OPTIONS"
    default: "GET, HEAD, OPTIONS"
    }
  }
}
