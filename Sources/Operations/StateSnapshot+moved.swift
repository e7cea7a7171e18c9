import Model
import OrderedCollections
import State

extension StateSnapshot {
  /// The state with the renames of `moved:` of `flowform.yaml`; earlier renames change nothing.
  func moving(_ moves: [Move]) -> StateSnapshot {
    var state = self
    for move in moves where state.resources[move.old] != nil {
      if let other = state.resources[move.new.address] {
        // A killed run may have recorded the object under its new address only in the journal.
        if other.primaryKey == state.resources[move.old]?.primaryKey { state.resources[move.old] = nil }
        continue
      }
      _ = try? state.move(move.old, to: move.new)
    }
    return state
  }
}
