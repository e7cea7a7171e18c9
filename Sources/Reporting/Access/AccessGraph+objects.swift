package import Blueprints
package import Model
import OrderedCollections
package import Planning

extension AccessGraph {
  fileprivate static let application = "authentik_core.application"
  fileprivate static let binding = "authentik_policies.policybinding"

  /// The applications among the entries of a set, with the planned action of each part.
  ///
  /// `leftOut` are the addresses of objects that the set describes and leaves out. Of a part of a set, nobody knows
  /// whether a binding is missing. `mask` removes secrets and hidden values from the texts.
  package init(
    _ entries: [ResolvedEntry], leftOut: Set<ResourceAddress> = [], isPart: Bool = false, plan: Plan? = nil,
    mask: SecretMask = SecretMask([])
  ) {
    let changes = GraphChange.all(of: plan)
    let present = entries.filter { $0.isEnabled && $0.state != .absent }
    let shown = Set(present.map(\.address))
    let deleted = plan.map(GraphObject.all) ?? []
    let graph = AccessGraph(
      present.map { GraphObject($0, changes[$0.address]) }
        + deleted.filter { $0.change?.action == .delete && !shown.contains($0.address) },
      changes,
      leftOut: leftOut.union(entries.filter { !$0.isEnabled && $0.state != .absent }.map(\.address)),
      knowsGates: !isPart)
    applications = mask.isEmpty ? graph.applications : graph.applications.map { $0.masked(by: mask) }
    unusedProviders = mask.isEmpty ? graph.unusedProviders : graph.unusedProviders.map { $0.masked(by: mask) }
  }

  /// The applications among a plan's objects, those that it deletes included.
  package init(_ plan: Plan) {
    self = AccessGraph(
      GraphObject.all(of: plan), GraphChange.all(of: plan), leftOut: [],
      knowsGates: plan.basis?.only.isEmpty ?? true)
  }

  /// The applications among the objects of a server. Without `knowsGates`, who may open them is unknown.
  package init(_ objects: [DescribedObject], knowsGates: Bool = true) {
    self = AccessGraph(objects.map { GraphObject($0) }, [:], leftOut: [], knowsGates: knowsGates)
  }

  private init(
    _ objects: [GraphObject], _ changes: [ResourceAddress: GraphChange], leftOut: Set<ResourceAddress>,
    knowsGates: Bool
  ) {
    let all = OrderedDictionary(objects.map { ($0.address, $0) }) { first, _ in first }
    let parts = Parts(objects: all, changes: changes)
    var gates: [ResourceAddress: [Gate]] = [:]
    // Two bindings of one group are two objects with one address.
    for object in objects where object.address.model == Self.binding {
      guard let target = object.object("target"), target.model == Self.application else { continue }
      gates[target, default: []].append(parts.gate(object))
    }
    var leftOutGates: [ResourceAddress: Int] = [:]
    for address in leftOut where address.model == Self.binding {
      if let target = AddressParts(address)?["target"] { leftOutGates[target, default: 0] += 1 }
    }
    let described = all.keys.filter { $0.model == Self.application }
    // Of some applications, only bindings are known.
    let others = gates.keys.filter { all[$0] == nil }
    applications = (described + others).map { address in
      parts.application(
        address, gates[address] ?? [], leftOut: leftOutGates[address] ?? 0, knowsGates: knowsGates)
    }.sorted { ($0.slug, $0.name) < ($1.slug, $1.name) }
    let used = Set(described.flatMap { parts.providers(of: $0) })
    unusedProviders = all.keys.filter { $0.isProvider && !used.contains($0) }.map { parts.provider($0) }
      .sorted { ($0.name, $0.kind) < ($1.name, $1.kind) }
  }
}

extension ResourceAddress {
  private static let providers = "authentik_providers_"

  fileprivate var isProvider: Bool { model.hasPrefix(Self.providers) && model.hasSuffix("provider") }

  /// `oauth2` of `authentik_providers_oauth2.oauth2provider`.
  fileprivate var providerKind: String {
    guard isProvider else { return "" }
    return String(model.dropFirst(Self.providers.count).prefix { $0 != "." }).replacing("_", with: " ")
  }
}

/// Makes the parts of the graph from objects.
private struct Parts {
  let objects: OrderedDictionary<ResourceAddress, GraphObject>
  let changes: [ResourceAddress: GraphChange]

  func gate(_ binding: GraphObject) -> AccessGraph.Gate {
    let bound = binding.bound
    let both = [binding.change, bound.object.flatMap { changes[$0] }]
    return AccessGraph.Gate(
      kind: AccessGraph.Gate.Kind(rawValue: bound.field) ?? .policy, name: binding.name(bound.field),
      isNegated: binding["negate"]?.bool ?? false,
      isEnabled: binding["enabled"]?.bool ?? true, order: binding["order"]?.integer ?? 0,
      passesOnFailure: binding["failure_result"]?.bool ?? false,
      // What deletes the bound object deletes the binding.
      action: both.contains { $0?.action == .delete }
        ? .delete : GraphChange.telling(both[0], both[1])?.action)
  }

  func application(
    _ address: ResourceAddress, _ gates: [AccessGraph.Gate], leftOut: Int, knowsGates: Bool
  ) -> AccessGraph.Application {
    let object = objects[address]
    let action = changes[address]?.action
    let isKnown = knowsGates && object != nil && leftOut == 0 && action != .delete
    return AccessGraph.Application(
      slug: object?["slug"]?.string ?? address.shortName, name: object?["name"]?.string ?? "",
      mode: AccessGraph.Mode(rawValue: object?["policy_engine_mode"]?.string ?? "") ?? .any,
      gates: gates.sorted { ($0.order, $0.kind.rawValue, $0.name) < ($1.order, $1.kind.rawValue, $1.name) },
      leftOutGates: leftOut, isDescribed: object != nil,
      provider: object?.object("provider").map { provider($0) },
      backchannelProviders: (object?.objects("backchannel_providers") ?? []).map { provider($0) },
      access: gates.contains(where: \.decides) ? .gated : isKnown ? .everybody : .unknown, action: action)
  }

  func providers(of application: ResourceAddress) -> [ResourceAddress] {
    guard let object = objects[application] else { return [] }
    return [object.object("provider")].compactMap { $0 } + object.objects("backchannel_providers")
  }

  func provider(_ address: ResourceAddress) -> AccessGraph.Provider {
    let object = objects[address]
    let flows = ["authentication", "authorization", "invalidation"].compactMap { purpose in
      let slug = object?.name("\(purpose)_flow") ?? ""
      return slug.isEmpty || slug == "null" ? nil : AccessGraph.FlowUse(purpose: purpose, slug: slug)
    }
    return AccessGraph.Provider(
      name: object?["name"]?.string ?? address.shortName, kind: address.providerKind, flows: flows,
      action: changes[address]?.action)
  }
}
