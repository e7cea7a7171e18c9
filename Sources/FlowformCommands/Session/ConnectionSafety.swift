import Glibc
import HTTPState
import Remote

/// Checks, before anything is sent, that the token is safe with a server.
enum ConnectionSafety {
  /// Refuses to send the token unencrypted over a network, and warns of weak protection.
  static func check(_ connection: ConnectionOptions, tokenFile: String?) throws(CommandFailure) {
    let isOpen = !connection.address.isEncrypted && !connection.address.isLoopback
    guard !isOpen || connection.isInsecure else {
      throw CommandFailure(
        .usage,
        "\(connection.address.base) would get the token unencrypted over the network; use https://, or pass --insecure if others on the network may read the token"
      )
    }
    if connection.isInsecure {
      Console.note(
        isOpen
          ? "warning: --insecure: the token is sent unencrypted"
          : "warning: --insecure: the server's certificate is not verified, so anyone on the network path can read the token"
      )
    }
    if let tokenFile, isReadableByOthers(tokenFile) {
      Console.note(
        "warning: others can read the token file \(tokenFile); run `chmod 600 \(tokenFile)`")
    }
  }

  /// The same for the state and the credentials of its server.
  static func check(_ address: StateAddress, isInsecure: Bool) throws(CommandFailure) {
    guard !address.server.isEncrypted, !address.server.isLoopback else { return }
    guard isInsecure else {
      throw CommandFailure(
        .usage,
        "\(address.name) would get the state and its credentials unencrypted over the network; use https://, or pass --insecure if others on the network may read them"
      )
    }
    Console.note("warning: --insecure: the state is sent unencrypted")
  }

  private static func isReadableByOthers(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
    return status.st_mode & (S_IRGRP | S_IROTH) != 0
  }
}
