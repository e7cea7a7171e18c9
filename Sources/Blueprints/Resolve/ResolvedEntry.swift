package import Model
import OrderedCollections

/// An entry whose values are known: what one object should be.
package struct ResolvedEntry: Sendable {
  package let model: String
  package let address: ResourceAddress
  package let state: EntryState
  /// The entry's name inside its file.
  package let id: String?
  /// What finds the object, without `pk`.
  package let identifiers: ValueMap
  /// The primary key that the entry names, which the REST API cannot set.
  package let primaryKey: Value?
  /// `attrs` deep-merged with `identifiers`, in the order of the file.
  package let fields: [DeclaredField]
  /// False where a condition is not true: the entry describes its object and changes nothing.
  package let isEnabled: Bool
  package let location: SourceLocation

  package var values: ValueMap {
    ValueMap(fields.map { ($0.name, $0.value) }) { $1 }
  }
}
