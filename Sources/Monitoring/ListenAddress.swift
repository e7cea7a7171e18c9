/// Where a server listens: a host and a port.
package struct ListenAddress: Sendable, Hashable, CustomStringConvertible {
  package let host: String
  package let port: Int

  /// Reads `127.0.0.1:9464`, `[::1]:9464` or `:9464`, which is every address of the machine. Port 0 is a free one.
  package init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
      (0...65535).contains(port)
    else { return nil }
    var host = String(text[..<colon])
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = String(host.dropFirst().dropLast())
    } else if host.contains(":") {
      return nil
    }
    self.host = host.isEmpty ? "0.0.0.0" : host
    self.port = port
  }

  package var bracketedHost: String { host.contains(":") ? "[\(host)]" : host }
  package var description: String { "\(bracketedHost):\(port)" }
}
