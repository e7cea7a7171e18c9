/// An endpoint below a kind's path that not every kind has.
enum KindAction: Sendable {
  // Below the collection:
  case cacheInfo, cacheClear, licenseSummary, generate
  // Below one object:
  case diagram, execute, export, setPassword, setKey, viewKey, addUser, removeUser, impersonate, recovery
  case viewCertificate, viewPrivateKey

  var isOfOneObject: Bool {
    switch self {
    case .cacheInfo, .cacheClear, .licenseSummary, .generate: false
    case .diagram, .execute, .export, .setPassword, .setKey, .viewKey, .addUser, .removeUser,
      .impersonate, .recovery, .viewCertificate, .viewPrivateKey:
      true
    }
  }

  /// The methods of its `Allow` header.
  var methods: String {
    switch self {
    case .cacheClear, .setPassword, .setKey, .addUser, .removeUser, .generate, .impersonate,
      .recovery:
      "POST, OPTIONS"
    case .cacheInfo, .licenseSummary, .diagram, .execute, .export, .viewKey, .viewCertificate,
      .viewPrivateKey:
      "GET, HEAD, OPTIONS"
    }
  }

  static func of(_ model: String) -> [String: KindAction] { byModel[model] ?? [:] }

  private static let byModel: [String: [String: KindAction]] = [
    "authentik_flows.flow": [
      "cache_info": .cacheInfo, "cache_clear": .cacheClear, "diagram": .diagram, "execute": .execute,
      "export": .export,
    ],
    "authentik_core.user": [
      "set_password": .setPassword, "impersonate": .impersonate, "recovery": .recovery,
    ],
    "authentik_core.token": ["set_key": .setKey, "view_key": .viewKey],
    "authentik_endpoints_connectors_agent.enrollmenttoken": ["view_key": .viewKey],
    "authentik_rbac.role": ["add_user": .addUser, "remove_user": .removeUser],
    "authentik_core.group": ["add_user": .addUser, "remove_user": .removeUser],
    "authentik_crypto.certificatekeypair": [
      "generate": .generate, "view_certificate": .viewCertificate, "view_private_key": .viewPrivateKey,
    ],
    "authentik_enterprise.license": ["summary": .licenseSummary],
  ]
}
