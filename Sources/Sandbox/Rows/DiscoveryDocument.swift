import Model
import OrderedCollections

/// The well-known document of an identity provider.
///
/// The sandbox asks no other server: every address with the usual path has a document, which names addresses
/// beside it.
enum DiscoveryDocument {
  static let path = "/.well-known/openid-configuration"

  /// The fields of an OAuth source that come from the document; nil if there is none.
  static func fields(at address: String) -> ValueMap? {
    guard address.hasSuffix(path) else { return nil }
    let base = address.dropLast(path.count)
    return [
      "authorization_url": .string("\(base)/authorize"), "access_token_url": .string("\(base)/token"),
      "profile_url": .string("\(base)/userinfo"), "pkce": ["plain", "S256"],
      "oidc_jwks_url": .string("\(base)/jwks"),
    ]
  }

  /// The published keys of a provider.
  static let keys: Value = [
    "keys": [["kty": "oct", "kid": "survey", "alg": "HS256", "k": "c3VydmV5"]]
  ]
}
