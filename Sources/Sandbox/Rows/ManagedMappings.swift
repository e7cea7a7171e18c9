import Model
import OrderedCollections

/// The mappings of a real server that it adds to objects of some kinds.
///
/// A new sandbox holds none of them: each is created when it is first needed.
enum ManagedMappings {
  static let model = "authentik_providers_oauth2.scopemapping"

  /// The mapping with a `managed` name; nil if it is not known.
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
