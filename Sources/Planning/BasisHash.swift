package import Model

/// Slow hashes of what a plan depends on and what may be secret: variables, the context, files read by
/// `!File`.
///
/// With a fast digest, a reader of the plan could guess short secrets.
package struct BasisHash: Sendable {
  private static let mark = "scrypt:"
  private let hash: SecretHash

  /// `key` is the value of FLOWFORM_STATE_KEY; nil if it is not set.
  package init(salt: String, key: String?) {
    hash = SecretHash(lineage: salt, key: key)
  }

  /// The hash, with a prefix that sets it apart from a digest. All values that cannot be hashed have the same
  /// one.
  package func callAsFunction(_ value: Value) -> String {
    Self.mark + (hash(value, field: "") ?? "")
  }

  package func callAsFunction(_ bytes: [UInt8]) -> String { self(.string(Digest.of(bytes))) }

  /// The digest of a file, made with the same function as an earlier one.
  package func digest(of bytes: [UInt8], as earlier: String?) -> String {
    earlier?.hasPrefix(Self.mark) == true ? self(bytes) : Digest.of(bytes)
  }
}
