package import Model

/// Flows as people think of them: stages in binding order, the policies that decide on each step, and where a
/// denial leads.
package struct FlowGraph: Sendable, Hashable {
  /// A policy, group or user that must agree before something happens.
  package struct Guard: Sendable, Hashable {
    package let name: String
    /// True if its answer is negated.
    package let isNegated: Bool
    package let isEnabled: Bool
    package let order: Int
    package let action: Action?
    /// True if its update only restores what was changed outside.
    package var isRestore = false
  }

  /// One stage of a flow.
  package struct Step: Sendable, Hashable {
    package let order: Int
    package let name: String
    /// The kind of stage, such as `identification`.
    package let kind: String
    package let guards: [Guard]
    /// True if all guards must agree, false if one is enough.
    package var needsAll = false
    /// The planned action of the stage or its binding, whichever is more important; nil without a plan.
    package let action: Action?
    package var isRestore = false
  }

  package struct Flow: Sendable, Hashable {
    package let slug: String
    package let title: String
    package let designation: String
    /// `message_continue`, `message` or `continue`.
    package let deniedAction: String
    package let guards: [Guard]
    package var needsAll = false
    package let steps: [Step]
    package let action: Action?
    package var isRestore = false
    /// Nil for a flow that is only known by its name.
    package var address: ResourceAddress?
  }

  /// In the order of the blueprints.
  package let flows: [Flow]

  init(flows: [Flow]) {
    self.flows = flows
  }

  package var slugs: [String] { flows.map(\.slug) }

  /// The flows with these slugs alone.
  package func only(_ slugs: [String]) -> FlowGraph {
    FlowGraph(flows: flows.filter { slugs.contains($0.slug) })
  }
}

extension FlowGraph.Flow {
  /// The same flow without secrets in its texts.
  func masked(by mask: SecretMask) -> FlowGraph.Flow {
    FlowGraph.Flow(
      slug: mask(slug), title: mask(title), designation: designation, deniedAction: deniedAction,
      guards: guards.map { $0.masked(by: mask) }, needsAll: needsAll,
      steps: steps.map { step in
        FlowGraph.Step(
          order: step.order, name: mask(step.name), kind: step.kind,
          guards: step.guards.map { $0.masked(by: mask) }, needsAll: step.needsAll, action: step.action,
          isRestore: step.isRestore)
      }, action: action, isRestore: isRestore, address: address)
  }
}

extension FlowGraph.Guard {
  fileprivate func masked(by mask: SecretMask) -> FlowGraph.Guard {
    FlowGraph.Guard(
      name: mask(name), isNegated: isNegated, isEnabled: isEnabled, order: order, action: action,
      isRestore: isRestore)
  }
}
