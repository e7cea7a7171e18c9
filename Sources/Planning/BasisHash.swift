package import Model

/// Hashes of what a plan depends on and of what may be secret: variables, the context, files behind `!File`.
///
/// A digest that is quick to make would let a reader of the plan try out short secrets.
package struct BasisHash: Sendable {
  private static let mark = "scrypt:"
  private let hash: SecretHash

  /// `key` is what FLOWFORM_STATE_KEY holds; nil without one.
  package init(salt: String, key: String?) {
    hash = SecretHash(lineage: salt, key: key)
  }

  /// The hash with a mark that tells it from a digest; the same for every value that cannot be hashed.
  package func callAsFunction(_ value: Value) -> String {
    Self.mark + (hash(value, field: "") ?? "")
  }

  package func callAsFunction(_ bytes: [UInt8]) -> String { self(.string(Digest.of(bytes))) }

  /// The digest of a file in the manner of another one, made earlier.
  package func digest(of bytes: [UInt8], as earlier: String?) -> String {
    earlier?.hasPrefix(Self.mark) == true ? self(bytes) : Digest.of(bytes)
  }
}
