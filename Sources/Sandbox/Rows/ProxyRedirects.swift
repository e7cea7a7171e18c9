import Foundation
import Model
import OrderedCollections

/// The addresses that a proxy provider allows as redirects: its outpost's callback, and the application
/// itself.
enum ProxyRedirects {
  private static let mark = "X-authentik-auth-callback=true"

  /// A list of objects, or lines of regular expressions like in 2024.8.
  static func value(of object: ValueMap, asText: Bool) -> Value {
    guard let host = object["external_host"]?.string, let address = URL(string: host) else {
      return asText ? "" : []
    }
    let callback = URL(string: "outpost.goauthentik.io/callback", relativeTo: address)?.absoluteString ?? ""
    if asText { return .string("\(callback)\\?\(mark)\n\(host)\\?\(mark)") }
    return .list(
      [callback, host].map { address in
        [
          "matching_mode": "strict", "url": .string("\(address)?\(mark)"),
          "redirect_uri_type": "authorization",
        ]
      })
  }
}
