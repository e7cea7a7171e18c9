import Model
import OrderedCollections

/// What a write left on the server, and what was there before: all that it takes to undo it.
struct UndoRecord: Sendable {
  /// As the server answered it.
  let object: Value
  /// As it was before the write; nil for an object that was created.
  let before: Value?
  /// The fields that were sent, those with an endpoint of their own included.
  let fields: [String]
}
