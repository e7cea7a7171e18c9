import OrderedCollections

/// A value that refers to another object by a key that the server assigns.
///
/// Plans, order and comparisons use references; only an apply needs the key itself.
package struct Reference: Sendable {
  /// The kind of key.
  package enum Key: String, Sendable, Hashable {
    case primaryKey = "pk"
    /// The key that a policy binding's `target` refers to. The server also accepts the primary key and then
    /// answers that (recorded from 2024.8 and 2026.5), so the primary key is sent and compared.
    case policyTarget = "policybindingmodel_ptr_id"
  }

  package let address: ResourceAddress
  package var key: Key
  /// The key, if it was looked up; nil for an object of the same set, which the plan finds, and before the
  /// look-up.
  package var known: Value?
  /// The blueprint's form: `{"key_of": "id"}` or `{"find": ["model", [["slug", "x"]]]}`.
  package let symbol: Value

  package init(_ address: ResourceAddress, key: Key = .primaryKey, known: Value? = nil, symbol: Value) {
    self.address = address
    self.key = key
    self.known = known
    self.symbol = symbol
  }

  /// The form in a plan of a key that only an apply will know.
  package var value: Value {
    ["pending": .string(address.description), "key": .string(key.rawValue)]
  }
}

extension Reference: Hashable {
  /// References to the same object are equal, however the blueprint names it.
  package static func == (left: Reference, right: Reference) -> Bool {
    left.address == right.address && left.key == right.key
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(address)
    hasher.combine(key)
  }
}
