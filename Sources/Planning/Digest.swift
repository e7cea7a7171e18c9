package import Catalog
import Crypto
package import Model
import OrderedCollections

/// SHA-256 digests by which a plan knows what it saw, as hexadecimal text.
package enum Digest {
  package static func of(_ bytes: [UInt8]) -> String {
    SHA256.hash(data: bytes).map { byte in
      let digits = String(byte, radix: 16)
      return byte < 16 ? "0" + digits : digits
    }.joined()
  }

  /// The digest of a live object: its primary key and what can be written, since counters and computed
  /// fields change by themselves, and sets of keys with the objects at their other end.
  package static func of(_ object: Value, as kind: Kind) -> String {
    var seen: ValueMap = [kind.primaryKey: object[kind.primaryKey] ?? .null]
    for field in kind.writableFields where !field.isSetOfKeys { seen[field.name] = object[field.name] }
    return of(JSONWriter.bytes(of: .map(seen), style: .canonical))
  }
}
