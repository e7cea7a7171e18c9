import FoundationEssentials
import Model

/// The connection to a state server, with the settings of Terraform's `http` backend.
package struct StateServerOptions: Sendable {
  package let address: StateAddress
  /// Nil if locks use the state's own address. The user is warned if the server does not support that.
  package var lockAddress: StateAddress?
  /// Nil if unlocking uses the lock's address.
  package var unlockAddress: StateAddress?
  package var lockMethod: String?
  package var unlockMethod: String?
  package var username: String?
  package var password: String?
  /// The version of flowform, as written into the lock.
  package var version = ""

  package init(_ address: StateAddress) { self.address = address }

  /// All addresses that requests go to.
  package var addresses: [StateAddress] {
    [address] + [lockAddress, unlockAddress].compactMap { $0 }
  }

  /// The credentials for HTTP basic authentication, in Base64. Nil if none are set.
  var authorization: String? {
    guard username != nil || password != nil else { return nil }
    return Data("\(username ?? ""):\(password ?? "")".utf8).base64EncodedString()
  }

  /// Hides the credentials in the server's texts.
  var mask: SecretMask {
    SecretMask([password, authorization].compactMap { $0.map(Value.string) })
  }
}
