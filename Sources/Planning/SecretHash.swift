package import Catalog
import Crypto
import CryptoExtras
import Foundation
package import Model

/// Hashes of secrets, by which a state knows whether a value that never comes back has changed.
///
/// scrypt, with a salt for each lineage and, where the user sets one, a key beside it, so that a state that
/// leaks gives a guesser slow work.
package struct SecretHash: Sendable {
  private let salt: [UInt8]

  /// `key` is what FLOWFORM_STATE_KEY holds; nil without one.
  package init(lineage: String, key: String?) {
    let secret = SymmetricKey(data: Array((key ?? "").utf8))
    salt = Array(HMAC<SHA256>.authenticationCode(for: Array(lineage.utf8), using: secret))
  }

  /// The hash of a field's value; of one that the server answers, in the form in which it does, so that both
  /// sides have the same.
  package func callAsFunction(_ value: Value, of field: Field) -> String? {
    self(field.isWriteOnly ? value : Coercion.normalized(value, as: field.type), field: field.name)
  }

  /// The hash as hexadecimal text; nil where it cannot be made.
  package func callAsFunction(_ value: Value, field: String) -> String? {
    let text = JSONWriter.bytes(of: value, style: .canonical)
    let fieldSalt = salt + Array(field.utf8)
    guard
      let key = try? KDF.Scrypt.deriveKey(
        from: text, salt: fieldSalt, outputByteCount: 32, rounds: 4096, blockSize: 8, parallelism: 1)
    else { return nil }
    return key.withUnsafeBytes { $0.hexadecimal }
  }
}

extension Field {
  /// Whether the state remembers a hash where it must not hold the value itself; a list whose order the server
  /// does not keep has no hash that could be met again.
  package var isRememberedByHash: Bool { !isWriteOnly && !isSet }
}
