package import Model
import OrderedCollections

/// What an apply would do: complete and printable before the first write.
package struct Plan: Sendable {
  /// An object of the state that no entry describes any more.
  package struct Leftover: Sendable, Hashable {
    package let address: ResourceAddress
    /// The file whose entry described it.
    package let source: String

    package init(address: ResourceAddress, source: String) {
      self.address = address
      self.source = source
    }
  }

  /// In the order of the entries; deletes of what no entry describes come last.
  package var changes: [PlannedChange]
  package var leftovers: [Leftover] = []
  /// Objects of the state that neither an entry describes nor the server has: an apply forgets them.
  package var vanished: [ResourceAddress] = []
  /// What cannot be planned: its errors are among the diagnostics.
  package var failures: Set<ResourceAddress> = []
  /// Changes that are skipped since they need what cannot be planned, each with what that is.
  package var abandoned: [ResourceAddress: ResourceAddress] = [:]
  package var diagnostics: [Diagnostic] = []
  /// What the objects are called that the entries refer to.
  package var names = ObjectNames()
  /// What the plan depends on, for a plan that is saved.
  package var basis: PlanBasis?

  package init(changes: [PlannedChange]) {
    self.changes = changes
  }

  package var summary: PlanSummary { PlanSummary(changes) }

  /// True if all errors are about single entries, so that what needs none of these can be applied.
  package var isSoundWithoutFailures: Bool {
    diagnostics.allSatisfy { $0.severity != .error || $0.isOfOneEntry }
  }

  /// True if a change sets what only an apply can make.
  package var hasPendingValues: Bool {
    changes.contains { $0.action.isWrite && $0.values.values.contains(where: \.isPending) }
  }

  /// How many objects differ in what someone changed outside since the last apply.
  package var driftCount: Int {
    changes.count { $0.action.isWrite && $0.fields.contains(where: \.isDrift) }
  }

  /// How many objects would go, those included that the server deletes along.
  package var deleteCount: Int {
    changes.reduce(0) { $1.action == .delete ? $0 + 1 + $1.cascades.count : $0 }
  }
}
