import Operations
import Remote

/// Chooses the proxy of a request by HTTPS_PROXY and NO_PROXY.
enum ProxySelection {
  /// Nil for a direct connection. Only encrypted connections go through HTTPS_PROXY.
  static func proxy(for address: ServerAddress, _ environment: [String: String]) -> String? {
    guard address.isEncrypted,
      let proxy = environment.value("HTTPS_PROXY") ?? environment.value("https_proxy")
    else { return nil }
    let exceptions = (environment.value("NO_PROXY") ?? environment.value("no_proxy") ?? "")
      .split(whereSeparator: { $0 == "," || $0 == " " })
    return exceptions.contains { covers($0, address.hostName) } ? nil : proxy
  }

  /// An exception is `*`, a host, or a domain with everything below it.
  private static func covers(_ exception: Substring, _ host: String) -> Bool {
    if exception == "*" { return true }
    let name = exception.lowercased().drop { $0 == "." }
    return host == name || host.hasSuffix("." + name)
  }
}
