import FoundationEssentials
import Model
import OrderedCollections

/// The addresses that a proxy provider allows as redirects: its outpost's callback, and the application
/// itself.
enum ProxyRedirects {
  private static let mark = "X-authentik-auth-callback=true"

  /// A list of objects with these members, or lines of regular expressions like in 2024.8.
  static func value(of object: ValueMap, members: [String]?) -> Value {
    guard let host = object["external_host"]?.string, let address = URL(string: host) else {
      return members == nil ? "" : []
    }
    let callback = URL(string: "outpost.goauthentik.io/callback", relativeTo: address)?.absoluteString ?? ""
    guard let members else { return .string("\(callback)\\?\(mark)\n\(host)\\?\(mark)") }
    return .list(
      [callback, host].map { address in
        let redirect: ValueMap = [
          "matching_mode": "strict", "url": .string("\(address)?\(mark)"),
          "redirect_uri_type": "authorization",
        ]
        return .map(redirect.filter { members.contains($0.key) })
      })
  }
}
