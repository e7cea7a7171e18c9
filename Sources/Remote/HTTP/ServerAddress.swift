import Model

/// The address of the server's API.
package struct ServerAddress: Sendable, Hashable {
  package struct Failure: Error, Hashable {
    package let message: String
  }

  /// The base address, without `/api/v3` and without a slash at the end.
  package let base: String
  /// Lower-case, without the port.
  package let hostName: String

  /// The API's root, without a slash at the end.
  package var api: String { base + "/api/v3" }

  package var isLoopback: Bool {
    // A name that starts with 127 may be a remote host, which would get the token unencrypted.
    let numbers = hostName.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
    return hostName == "localhost" || hostName == "[::1]"
      || numbers.count == 4 && numbers.first == 127 && !numbers.contains(nil)
  }

  package var isEncrypted: Bool { base.hasPrefix("https://") }

  /// Accepts the server's base with or without a path, and with or without `/api/v3` at its end.
  package init(_ text: String) throws(Failure) {
    // A variable that was read from a file may end in a line break.
    var rest = text.trimmed[...]
    while rest.hasSuffix("/") { rest = rest.dropLast() }
    if rest.hasSuffix("/api/v3") { rest = rest.dropLast("/api/v3".count) }
    while rest.hasSuffix("/") { rest = rest.dropLast() }
    let schemes = ["https://", "http://"]
    guard let scheme = schemes.first(where: { rest.lowercased().hasPrefix($0) }) else {
      throw Failure(
        message: "`\(text)` is not a server address; expected for example https://authentik.example.com")
    }
    let behind = rest.dropFirst(scheme.count)
    let authority = behind.prefix { $0 != "/" }
    guard !authority.isEmpty, !authority.hasPrefix(":"), !authority.contains("@"),
      !behind.contains(where: { "?#".contains($0) || $0.isWhitespace })
    else {
      throw Failure(
        message:
          "the address of the server holds more than a host and a path; leave out user, password and query")
    }
    let isIPv6 = authority.hasPrefix("[")
    let port = (isIPv6 ? authority.drop { $0 != "]" }.dropFirst() : authority[...]).drop { $0 != ":" }
    guard port.isEmpty || UInt16(port.dropFirst()).map({ $0 > 0 }) ?? false else {
      throw Failure(message: "the address of the server has no port from 1 to 65535 behind its colon")
    }
    base = scheme + behind
    hostName =
      isIPv6
      ? String(authority.prefix { $0 != "]" }) + "]"
      : String(authority.prefix { $0 != ":" }).lowercased()
  }
}
