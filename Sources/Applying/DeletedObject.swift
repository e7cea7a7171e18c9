import Catalog
import Model

/// An object as it was before its delete, so that a rollback can create it again.
struct DeletedObject: Sendable {
  let kind: Kind
  let object: Value
  /// The objects that refer to it: the server deletes them with it, or clears their reference.
  var dependents: [DeletedObject] = []
  /// The names of objects that the server deletes with it, and that cannot be created again.
  var lost: [String] = []
  /// True if it only loses its reference when the object that it depends on is deleted.
  var isCleared = false
}
