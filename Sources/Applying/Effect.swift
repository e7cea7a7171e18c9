import Model
import Planning
import State

/// What a change has done on the server, and what the state must learn of it.
struct Effect: Sendable {
  /// What was done in the end: `skip` if the object exists and this token cannot read it.
  let action: Action
  /// The server's answer; nil if the object was deleted or skipped, empty if it was created and cannot be read.
  var object: Value?
  var entries: [JournalEntry] = []
  var undo: UndoRecord?
}
