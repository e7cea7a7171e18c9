import Model
import Planning
import State

/// The result of a change on the server, with its entries for the state.
struct Effect: Sendable {
  /// The action that was taken. `skip` if the object exists and this token cannot read it.
  let action: Action
  /// The server's answer. Nil if the object was deleted or skipped, empty if it was created and cannot be read.
  var object: Value?
  var entries: [JournalEntry] = []
  var undo: UndoRecord?
  /// The object as it was before its delete. Nil for any other action.
  var deleted: Value?
}
