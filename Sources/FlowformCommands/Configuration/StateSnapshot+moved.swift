import Model
import OrderedCollections
import State

extension StateSnapshot {
  /// The state with what `moved:` of `flowform.yaml` renames; a rename that was made before changes nothing.
  func moving(_ moves: [(old: ResourceAddress, new: AddressParts)]) -> StateSnapshot {
    var state = self
    for (old, new) in moves where state.resources[old] != nil {
      if let other = state.resources[new.address] {
        // A run that was killed may have noted the object under its new address only in the journal.
        if other.primaryKey == state.resources[old]?.primaryKey { state.resources[old] = nil }
        continue
      }
      _ = try? state.move(old, to: new)
    }
    return state
  }
}
