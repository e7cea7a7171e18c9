package import Catalog
import Crypto
package import Model
import OrderedCollections

/// SHA-256 digests by which a plan knows what it saw, as hexadecimal text.
package enum Digest {
  /// A secret of this length is long enough to withstand trying.
  private static let guessableLength = 24

  package static func of(_ bytes: [UInt8]) -> String {
    SHA256.hash(data: bytes).hexadecimal
  }

  /// The digest of a live object: its primary key and what can be written, since counters and computed
  /// fields change by themselves, and sets of keys with the objects at their other end.
  ///
  /// Of the fields that are secret, by their kind or among `hidden`, only long texts count: against a
  /// digest, a short one could be tried out.
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
