import Blueprints
import Model

/// The tests to run, by their flows and names.
package struct FlowTestSelection: Sendable {
  private let flows: [String]
  private let names: [String]

  /// `flows` are slugs. `names` are parts of names, or patterns with `*` and `?`. An empty list selects all.
  package init(flows: [String] = [], names: [String] = []) {
    self.flows = flows
    self.names = names
  }

  /// The selected tests, in their order.
  package func tests(of set: FlowTestSet) -> [FlowTest] {
    set.tests.filter { test in
      (flows.isEmpty || flows.contains(test.flow)) && (names.isEmpty || names.contains { matches(test, $0) })
    }
  }

  private func matches(_ test: FlowTest, _ name: String) -> Bool {
    test.name.contains(name) || NamePattern.matches(test.name, name)
  }

  /// Why the selection leaves nothing of a set that has tests, with what may have been meant.
  package func emptiness(of set: FlowTestSet) -> String {
    if let flow = flows.first(where: { flow in !set.tests.contains { $0.flow == flow } }) {
      return
        "no test is about the flow `\(flow)`\(Suggestion.hint(for: flow, among: Set(set.tests.map(\.flow)))); check --flow"
    }
    return
      "no test has a name like `\(names.joined(separator: "` or `"))`\(Suggestion.hint(for: names.first ?? "", among: set.tests.map(\.name))); check --name"
  }
}
