/// An endpoint below a kind's path, besides the ones that every kind has.
enum KindAction: Sendable {
  // Below the collection:
  case cacheInfo, cacheClear, licenseSummary
  // Below one object:
  case diagram, execute, export, setPassword, setKey, viewKey, addUser, removeUser

  var isOfOneObject: Bool {
    switch self {
    case .cacheInfo, .cacheClear, .licenseSummary: false
    case .diagram, .execute, .export, .setPassword, .setKey, .viewKey, .addUser, .removeUser: true
    }
  }

  /// The methods of its `Allow` header.
  var methods: String {
    switch self {
    case .cacheClear, .setPassword, .setKey, .addUser, .removeUser: "POST, OPTIONS"
    case .cacheInfo, .licenseSummary, .diagram, .execute, .export, .viewKey: "GET, HEAD, OPTIONS"
    }
  }

  static func of(_ model: String) -> [String: KindAction] { byModel[model] ?? [:] }

  private static let byModel: [String: [String: KindAction]] = [
    "authentik_flows.flow": [
      "cache_info": .cacheInfo, "cache_clear": .cacheClear, "diagram": .diagram, "execute": .execute,
      "export": .export,
    ],
    "authentik_core.user": ["set_password": .setPassword],
    "authentik_core.token": ["set_key": .setKey, "view_key": .viewKey],
    "authentik_rbac.role": ["add_user": .addUser, "remove_user": .removeUser],
    "authentik_core.group": ["add_user": .addUser, "remove_user": .removeUser],
    "authentik_enterprise.license": ["summary": .licenseSummary],
  ]
}
