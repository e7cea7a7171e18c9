import Model
import OrderedCollections
import Planning

/// The changes of a plan as people think of them: each flow with its stages in binding order and their parts
/// below, then everything else in the order of the plan.
struct PlanOutline {
  /// An object with the objects that belong to it.
  struct Node {
    let address: ResourceAddress
    /// Nil for an object that is only shown because others belong to it.
    var change: PlannedChange?
    var children: [Node] = []
    /// The object that it belongs to.
    var parent: ResourceAddress?

    /// The address without the parts that its place in the outline already shows.
    var label: String {
      AddressParts(address)?.text(without: Set(children.map(\.address) + [parent].compactMap { $0 }))
        ?? address.description
    }

    /// Every change of this node and below it.
    var changes: [PlannedChange] { [change].compactMap { $0 } + children.flatMap(\.changes) }

    /// The node with only those changes; nil if none is left.
    func filtered(_ isShown: (PlannedChange) -> Bool) -> Node? {
      var node = self
      node.change = change.flatMap { isShown($0) ? $0 : nil }
      node.children = children.compactMap { $0.filtered(isShown) }
      return node.change == nil && node.children.isEmpty ? nil : node
    }
  }

  let roots: [Node]

  init(_ plan: Plan) {
    var builder = OutlineBuilder(plan.changes)
    roots = builder.build()
  }

  func filtered(_ isShown: (PlannedChange) -> Bool) -> [Node] {
    roots.compactMap { $0.filtered(isShown) }
  }

  /// What the plan changes because of the blueprints.
  func edits(isVerbose: Bool) -> [Node] {
    filtered { !$0.isRestore && (isVerbose || $0.action != .unchanged) }
  }

  /// What only restores an object that was changed outside.
  var restores: [Node] { filtered(\.isRestore) }
}
