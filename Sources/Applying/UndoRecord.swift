import Model
import OrderedCollections

/// The object after a write and before it: all that is needed to undo the write.
struct UndoRecord: Sendable {
  /// The object in the server's answer.
  let object: Value
  /// The object before the write. Nil if the write created it.
  let before: Value?
  /// The fields that were sent, including those with a separate endpoint.
  let fields: [String]
}
