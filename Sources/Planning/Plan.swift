package import Model
import OrderedCollections

/// What an apply will do, complete and printable before the first write.
package struct Plan: Sendable {
  /// An object of the state that no entry describes any more.
  package struct Leftover: Sendable, Hashable {
    package let address: ResourceAddress
    /// The file of the entry that described it.
    package let source: String

    package init(address: ResourceAddress, source: String) {
      self.address = address
      self.source = source
    }
  }

  /// In the order of the entries; deletes of leftovers come last.
  package var changes: [PlannedChange]
  package var leftovers: [Leftover] = []
  /// Objects of the state that no entry describes and the server does not have: an apply forgets them.
  package var vanished: [ResourceAddress] = []
  /// The entries that cannot be planned; their errors are among the diagnostics.
  package var failures: Set<ResourceAddress> = []
  /// Changes that are skipped because they need an entry that cannot be planned, each with that entry.
  package var abandoned: [ResourceAddress: ResourceAddress] = [:]
  package var diagnostics: [Diagnostic] = []
  /// The names of the objects that the entries refer to.
  package var names = ObjectNames()
  /// The tests of the flows that it changes, by flow; empty if there are no test files.
  package var tests: [PlannedTests] = []
  /// What a saved plan depends on.
  package var basis: PlanBasis?

  package init(changes: [PlannedChange]) {
    self.changes = changes
  }

  package var summary: PlanSummary { PlanSummary(changes) }

  /// True if a change sets a value that only an apply can make.
  package var hasPendingValues: Bool {
    changes.writes.contains { $0.values.values.contains(where: \.isPending) }
  }

  /// How many objects were changed outside since the last apply.
  package var driftCount: Int {
    changes.writes.count { $0.fields.contains(where: \.isDrift) }
  }

  /// How many objects would be deleted, cascades included.
  package var deleteCount: Int {
    changes.writes.reduce(0) { $1.action == .delete ? $0 + 1 + $1.cascades.count : $0 }
  }
}
