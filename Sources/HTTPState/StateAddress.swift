import Model
package import Remote

/// An address on a state server. Its query may hold a secret, so only `name` is ever shown.
package struct StateAddress: Sendable, Hashable {
  package struct Failure: Error, Hashable {
    package let message: String
  }

  /// The address for requests, with its query.
  let url: String
  /// The server alone: scheme, host and port.
  package let server: ServerAddress
  /// The address without its query.
  package let name: String

  /// True if a text is the address of a state server, not a path.
  package static func isMeant(by text: String) -> Bool {
    ["http://", "https://"].contains { text.lowercased().hasPrefix($0) }
  }

  /// Reads an address. Errors never quote the text: it may hold a password.
  package init(_ text: String) throws(Failure) {
    let rest = text.trimmed[...]
    guard Self.isMeant(by: String(rest)), let slashes = rest.firstRange(of: "://") else {
      throw Failure(
        message:
          "an address of a state server begins with https://, such as https://state.example.com/authentik")
    }
    let behind = rest[slashes.upperBound...]
    let authority = behind.prefix { !"/?#".contains($0) }
    guard !authority.contains("@") else {
      throw Failure(
        message:
          "the address of the state holds a user or password; set FLOWFORM_STATE_USERNAME and FLOWFORM_STATE_PASSWORD instead"
      )
    }
    guard !behind.contains(where: { $0 == "#" || $0.isWhitespace || !$0.isASCII }) else {
      throw Failure(
        message:
          "the address of the state has a character that is not allowed there; write it in percent encoding")
    }
    do throws(ServerAddress.Failure) {
      server = try ServerAddress(String(rest[..<slashes.upperBound] + authority))
    } catch {
      throw Failure(
        message:
          "the address of the state names no host, or no port from 1 to 65535 behind its colon; expected for example https://state.example.com/authentik"
      )
    }
    url = String(rest)
    name = String(rest.prefix { $0 != "?" })
  }

  /// Returns the address with one more query parameter.
  func adding(_ name: String, _ value: String) -> String {
    url + (url.contains("?") ? "&" : "?") + "\(name)=\(PercentEncoding.encoded(value))"
  }
}
