package import Catalog
import Crypto
import CryptoExtras
package import Model

/// Hashes of secrets, so that the state can tell whether a value that the server never answers has changed.
///
/// scrypt with a salt for each lineage, and with the user's key if one is set: guessing secrets from a leaked
/// state is slow.
package struct SecretHash: Sendable {
  private let salt: [UInt8]

  /// `key` is the value of FLOWFORM_STATE_KEY; nil if it is not set.
  package init(lineage: String, key: String?) {
    let secret = SymmetricKey(data: Array((key ?? "").utf8))
    salt = Array(HMAC<SHA256>.authenticationCode(for: Array(lineage.utf8), using: secret))
  }

  /// The hash of a field's value. A value that the server answers is hashed in the server's form, so that
  /// both sides agree.
  package func callAsFunction(_ value: Value, of field: Field) -> String? {
    self(field.isWriteOnly ? value : Coercion.normalized(value, as: field.type), field: field.name)
  }

  /// The hash as hexadecimal text; nil if it cannot be made.
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
  /// Whether the state remembers a hash if it must not hold the value itself. A list that the server reorders
  /// has no stable hash.
  package var isRememberedByHash: Bool { !isWriteOnly && !isSet }
}
