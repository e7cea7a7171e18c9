package import Blueprints
package import Model
import OrderedCollections
package import Planning

extension FlowGraph {
  private static let flow = "authentik_flows.flow"
  private static let binding = "authentik_flows.flowstagebinding"
  private static let policyBinding = "authentik_policies.policybinding"

  /// The graph of the flows among entries, with the planned action of each part.
  package init(_ entries: [ResolvedEntry], plan: Plan? = nil, mask: SecretMask = SecretMask([])) {
    let entries = entries.filter { $0.isEnabled && $0.state != .absent }
    self.init(entries.map { DescribedObject($0) }, plan: plan, mask: mask)
  }

  /// The graph of the flows among objects, with the planned action of each part.
  ///
  /// A bound flow that is not an object of the set is shown by its name, because its binding is one. `mask` removes
  /// secrets and hidden values from the texts.
  package init(_ entries: [DescribedObject], plan: Plan? = nil, mask: SecretMask = SecretMask([])) {
    let actions = Dictionary((plan?.changes ?? []).map { ($0.address, $0.action) }) { $1 }
    let byAddress = Dictionary(entries.map { ($0.address, $0) }) { $1 }
    var guards: [ResourceAddress: [Guard]] = [:]
    for entry in entries where entry.model == Self.policyBinding {
      guard let target = Self.address(entry.values["target"]) else { continue }
      guards[target, default: []].append(Guard(entry, byAddress, actions))
    }
    func sorted(_ address: ResourceAddress) -> [Guard] {
      (guards[address] ?? []).sorted { ($0.order, $0.name) < ($1.order, $1.name) }
    }
    var steps: OrderedDictionary<ResourceAddress, [Step]> = [:]
    for entry in entries {
      if entry.model == Self.flow { steps[entry.address, default: []] += [] }
      guard entry.model == Self.binding, let target = Self.address(entry.values["target"]) else { continue }
      steps[target, default: []].append(Step(entry, sorted(entry.address), actions))
    }
    // A flow may appear only because of its policies.
    for target in guards.keys.sorted() where target.model == Self.flow { steps[target, default: []] += [] }
    let flows = steps.map { address, steps in
      let values = byAddress[address]?.values ?? [:]
      return Flow(
        slug: values["slug"]?.string ?? address.shortName, title: values["title"]?.string ?? "",
        designation: values["designation"]?.string ?? "",
        deniedAction: values["denied_action"]?.string ?? "message_continue", guards: sorted(address),
        steps: steps.sorted { ($0.order, $0.name) < ($1.order, $1.name) }, action: actions[address])
    }
    self.flows = mask.isEmpty ? flows : flows.map { $0.masked(by: mask) }
  }

  fileprivate static func address(_ value: Value?) -> ResourceAddress? { value?.reference?.address }
}

extension FlowGraph.Guard {
  fileprivate init(
    _ binding: DescribedObject, _ entries: [ResourceAddress: DescribedObject],
    _ actions: [ResourceAddress: Action]
  ) {
    let values = binding.values
    let holder = ["policy", "group", "user"].first { !(values[$0] ?? .null).isNull } ?? "policy"
    let target = FlowGraph.address(values[holder])
    let shown = target?.shortName ?? values[holder].map { JSONWriter.write($0) } ?? ""
    name = holder == "policy" ? shown : "\(holder) \(shown)"
    isNegated = values["negate"]?.bool ?? false
    isEnabled = values["enabled"]?.bool ?? true
    order = values["order"]?.integer ?? 0
    action = Action.telling(actions[binding.address], target.flatMap { actions[$0] })
  }
}

extension FlowGraph.Step {
  fileprivate init(
    _ binding: DescribedObject, _ guards: [FlowGraph.Guard], _ actions: [ResourceAddress: Action]
  ) {
    let stage = FlowGraph.address(binding.values["stage"])
    order = binding.values["order"]?.integer ?? 0
    name = stage?.shortName ?? binding.values["stage"].map { JSONWriter.write($0) } ?? ""
    kind = stage.map(\.stageKind) ?? ""
    self.guards = guards
    action = Action.telling(actions[binding.address], stage.flatMap { actions[$0] })
  }
}

extension Action {
  /// The more important one of two actions.
  static func telling(_ one: Action?, _ other: Action?) -> Action? {
    let order: [Action] = [.create, .delete, .update, .adopt, .skip, .unchanged]
    return order.first { $0 == one || $0 == other }
  }
}

extension ResourceAddress {
  /// `identification` of `authentik_stages_identification.identificationstage`.
  fileprivate var stageKind: String {
    let name = model.split(separator: ".").last ?? ""
    return String(name.hasSuffix("stage") ? name.dropLast("stage".count) : name)
  }
}
