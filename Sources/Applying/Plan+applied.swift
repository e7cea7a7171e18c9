import Model
import OrderedCollections
package import Planning
package import State

extension Plan {
  /// True if a later state records all writes of the plan as done.
  package func isApplied(in state: StateSnapshot) -> Bool {
    guard let basis, state.serial > basis.serial, basis.lineage.isEmpty || basis.lineage == state.lineage
    else {
      return false
    }
    let writes = changes.filter(\.action.isWrite)
    return !writes.isEmpty
      && writes.allSatisfy { change in
        let record = state.resources[change.address]
        guard change.action != .delete, let record else { return change.action == .delete && record == nil }
        guard !change.isCreateOnly else { return true }
        // Values that were found during the apply are in the state and not in the plan.
        return change.values.allSatisfy { name, value in
          value.hasReferences || change.secretFields.contains(name) || record.applied[name] == value
        }
      }
  }
}
