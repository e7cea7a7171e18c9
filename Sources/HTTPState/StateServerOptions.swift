import FoundationEssentials
import Model

/// How the state is reached on its server, as the settings of Terraform's `http` backend say it.
package struct StateServerOptions: Sendable {
  package let address: StateAddress
  /// Nil for the state's own address, with a warning where the server cannot lock there.
  package var lockAddress: StateAddress?
  /// Nil for the address that locks.
  package var unlockAddress: StateAddress?
  package var lockMethod: String?
  package var unlockMethod: String?
  package var username: String?
  package var password: String?
  /// How flowform names its version to a run that it locks out.
  package var version = ""

  package init(_ address: StateAddress) { self.address = address }

  /// All that requests go to.
  package var addresses: [StateAddress] {
    [address] + [lockAddress, unlockAddress].compactMap { $0 }
  }

  /// What the server is told of the user, by HTTP's basic authentication.
  var authorization: String? {
    guard username != nil || password != nil else { return nil }
    return Data("\(username ?? ""):\(password ?? "")".utf8).base64EncodedString()
  }

  /// Takes the credentials out of what the server says.
  var mask: SecretMask {
    SecretMask([password, authorization].compactMap { $0.map(Value.string) })
  }
}
