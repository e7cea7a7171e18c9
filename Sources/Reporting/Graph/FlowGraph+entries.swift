package import Blueprints
package import Model
import OrderedCollections
package import Planning

extension FlowGraph {
  private static let flow = "authentik_flows.flow"
  private static let binding = "authentik_flows.flowstagebinding"
  private static let policyBinding = "authentik_policies.policybinding"

  /// The graph of the flows among entries, with the planned action of each part.
  ///
  /// A bound flow that is not an entry is shown by its name, because its binding is one. `mask` removes secrets and
  /// hidden values from the texts.
  package init(_ entries: [ResolvedEntry], plan: Plan? = nil, mask: SecretMask = SecretMask([])) {
    let changes = GraphChange.all(of: plan)
    let shown = entries.filter { $0.isEnabled && $0.state != .absent }
    let graph = FlowGraph(shown.map { GraphObject($0, changes[$0.address]) }, changes)
    self.flows = mask.isEmpty ? graph.flows : graph.flows.map { $0.masked(by: mask) }
  }

  /// The graph of the flows among a plan's objects, those that it deletes included.
  package init(_ plan: Plan) {
    self = FlowGraph(GraphObject.all(of: plan), GraphChange.all(of: plan))
  }

  /// The graph of the flows among the objects of a server.
  package init(_ objects: [DescribedObject]) {
    self = FlowGraph(objects.map { GraphObject($0) }, [:])
  }

  private init(_ objects: [GraphObject], _ changes: [ResourceAddress: GraphChange]) {
    let byAddress = Dictionary(objects.map { ($0.address, $0) }) { $1 }
    var guards: [ResourceAddress: [Guard]] = [:]
    for object in objects where object.address.model == Self.policyBinding {
      guard let target = object.object("target") else { continue }
      guards[target, default: []].append(Guard(object, changes))
    }
    func sorted(_ address: ResourceAddress) -> [Guard] {
      (guards[address] ?? []).sorted { ($0.order, $0.name) < ($1.order, $1.name) }
    }
    var steps: OrderedDictionary<ResourceAddress, [Step]> = [:]
    for object in objects {
      if object.address.model == Self.flow { steps[object.address, default: []] += [] }
      guard object.address.model == Self.binding, let target = object.object("target") else { continue }
      steps[target, default: []].append(Step(object, sorted(object.address), changes))
    }
    // A flow may appear only because of its policies.
    for target in guards.keys.sorted() where target.model == Self.flow { steps[target, default: []] += [] }
    flows = steps.map { address, steps in
      let flow = byAddress[address]
      return Flow(
        slug: flow?["slug"]?.string ?? address.shortName, title: flow?["title"]?.string ?? "",
        designation: flow?["designation"]?.string ?? "",
        deniedAction: flow?["denied_action"]?.string ?? "message_continue", guards: sorted(address),
        needsAll: flow?["policy_engine_mode"]?.string == "all",
        steps: steps.sorted { ($0.order, $0.name) < ($1.order, $1.name) },
        action: changes[address]?.action, isRestore: changes[address]?.isRestore ?? false, address: address)
    }
  }
}

extension FlowGraph.Guard {
  fileprivate init(_ binding: GraphObject, _ changes: [ResourceAddress: GraphChange]) {
    let bound = binding.bound
    let shown = binding.name(bound.field)
    let change = GraphChange.telling(binding.change, bound.object.flatMap { changes[$0] })
    name = bound.field == "policy" ? shown : "\(bound.field) \(shown)"
    isNegated = binding["negate"]?.bool ?? false
    isEnabled = binding["enabled"]?.bool ?? true
    order = binding["order"]?.integer ?? 0
    action = change?.action
    isRestore = change?.isRestore ?? false
  }
}

extension FlowGraph.Step {
  fileprivate init(
    _ binding: GraphObject, _ guards: [FlowGraph.Guard], _ changes: [ResourceAddress: GraphChange]
  ) {
    let stage = binding.object("stage")
    let change = GraphChange.telling(binding.change, stage.flatMap { changes[$0] })
    order = binding["order"]?.integer ?? 0
    name = binding.name("stage")
    kind = stage.map(\.stageKind) ?? ""
    self.guards = guards
    needsAll = binding["policy_engine_mode"]?.string == "all"
    action = change?.action
    isRestore = change?.isRestore ?? false
  }
}
