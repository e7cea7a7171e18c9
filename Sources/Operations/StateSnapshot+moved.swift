import Model
import OrderedCollections
import State

extension StateSnapshot {
  /// The state with what `moved:` of `flowform.yaml` renames; a rename that was made before changes nothing.
  func moving(_ moves: [Move]) -> StateSnapshot {
    var state = self
    for move in moves where state.resources[move.old] != nil {
      if let other = state.resources[move.new.address] {
        // A run that was killed may have noted the object under its new address only in the journal.
        if other.primaryKey == state.resources[move.old]?.primaryKey { state.resources[move.old] = nil }
        continue
      }
      _ = try? state.move(move.old, to: move.new)
    }
    return state
  }
}
