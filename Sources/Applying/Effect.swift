import Model
import Planning
import State

/// What a change has done on the server, and what the state must learn of it.
struct Effect: Sendable {
  /// What was done in the end: `skip` if the object exists and this token cannot read it.
  let action: Action
  /// As the server answered it; nil for an object that was deleted, or that cannot be read.
  var object: Value?
  var entries: [JournalEntry] = []
  var undo: UndoRecord?
}
