package import Catalog
import Crypto
package import Model
import OrderedCollections

/// SHA-256 digests of what a plan saw, as hexadecimal text.
package enum Digest {
  /// A secret of this length cannot be guessed by trying.
  private static let guessableLength = 24

  package static func of(_ bytes: [UInt8]) -> String {
    SHA256.hash(data: bytes).hexadecimal
  }

  /// The digest of a live object: its primary key and its writable fields. Counters and computed fields are
  /// left out because they change by themselves, and sets of keys because they change with the objects they
  /// name.
  ///
  /// Of secret fields (by their kind, or in `hidden`), only long texts count: a short one could be guessed
  /// from the digest.
  package static func of(_ object: Value, as kind: Kind, hidden: Set<String> = []) -> String {
    var seen: ValueMap = [kind.primaryKey: object[kind.primaryKey] ?? .null]
    for field in kind.writableFields where !field.isSet {
      let value = object[field.name]
      if field.isSecret || hidden.contains(field.name), value?.string?.count ?? 0 < guessableLength {
        continue
      }
      seen[field.name] = value
    }
    return of(JSONWriter.bytes(of: .map(seen), style: .canonical))
  }
}
