import Model
import OrderedCollections

/// An object as it is stored: its place in the order of creation and its fields.
struct StoredObject: Sendable {
  let position: Int64
  var fields: ValueMap
}
