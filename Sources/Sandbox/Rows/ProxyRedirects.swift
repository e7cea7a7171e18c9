import Foundation
import Model
import OrderedCollections

/// Where a proxy provider lets users be sent back to: its outpost's callback, and the application itself.
enum ProxyRedirects {
  private static let mark = "X-authentik-auth-callback=true"

  /// As a list of objects, or as lines of regular expressions as in 2024.8.
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
