import Model
import OrderedCollections

/// The mappings of a real server that the server adds to the objects of some kinds.
///
/// A new sandbox holds none of them: each is made when it is first needed.
enum ManagedMappings {
  static let model = "authentik_providers_oauth2.scopemapping"

  /// The mapping of a name in `managed`; nil for one that is not known.
  static func mapping(_ managed: String) -> ValueMap? {
    guard let scope = managed.split(separator: "-", maxSplits: 1).dropFirst().first.map(String.init),
      let name = names[scope]
    else { return nil }
    return [
      "managed": .string(managed), "name": .string("authentik default OAuth Mapping: \(name)"),
      "expression": "return {}", "scope_name": .string(scope == "proxy" ? "ak_proxy" : scope),
      "description": "",
    ]
  }

  private static let names = [
    "openid": "OpenID 'openid'", "profile": "OpenID 'profile'", "email": "OpenID 'email'",
    "entitlements": "Application Entitlements", "proxy": "Proxy outpost",
  ]
}
