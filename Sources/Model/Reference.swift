import OrderedCollections

/// A value that names another object, by a key that the server gives.
///
/// What plans, orders and compares are references; only an apply needs the key itself.
package struct Reference: Sendable {
  /// Which of the object's keys is meant.
  package enum Key: String, Sendable, Hashable {
    case primaryKey = "pk"
    /// What a policy binding's `target` refers to. The server takes the primary key as well and answers it
    /// (recorded from 2024.8 and 2026.5), so that is what is sent and compared.
    case policyTarget = "policybindingmodel_ptr_id"
  }

  package let address: ResourceAddress
  package var key: Key
  /// The key where the server has told it; nil for an object of the same set, which the plan finds, and for
  /// one that has not been looked up.
  package var known: Value?
  /// How the blueprint names the object: `{"key_of": "id"}` or `{"find": ["model", [["slug", "x"]]]}`.
  package let symbol: Value

  package init(_ address: ResourceAddress, key: Key = .primaryKey, known: Value? = nil, symbol: Value) {
    self.address = address
    self.key = key
    self.known = known
    self.symbol = symbol
  }

  /// As a plan shows a key that only an apply will know.
  package var value: Value {
    ["pending": .string(address.description), "key": .string(key.rawValue)]
  }
}

extension Reference: Hashable {
  /// However a blueprint names it, the same object is the same reference.
  package static func == (left: Reference, right: Reference) -> Bool {
    left.address == right.address && left.key == right.key
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(address)
    hasher.combine(key)
  }
}
