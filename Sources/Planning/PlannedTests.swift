/// The tests of a flow that a plan changes.
package struct PlannedTests: Sendable, Hashable {
  /// The flow's slug.
  package let flow: String
  /// The names of the tests; empty if the flow has none.
  package let names: [String]

  package init(flow: String, names: [String]) {
    self.flow = flow
    self.names = names
  }
}
