package import Blueprints
package import Model
import OrderedCollections
package import Planning

extension AccessGraph {
  static let application = "authentik_core.application"
  static let binding = "authentik_policies.policybinding"

  /// The applications among the entries of a set, with the planned action of each part.
  ///
  /// `leftOut` are the addresses of objects that the set describes and leaves out.
  package init(
    _ entries: [ResolvedEntry], leftOut: Set<ResourceAddress> = [], plan: Plan? = nil,
    mask: SecretMask = SecretMask([])
  ) {
    let leftOut = leftOut.union(entries.filter { !$0.isEnabled && $0.state != .absent }.map(\.address))
    let present = entries.filter { $0.isEnabled && $0.state != .absent }
    self.init(
      present.map { DescribedObject($0) }, leftOut: leftOut, deleted: Self.deleted(plan, entries), plan: plan,
      mask: mask)
  }

  /// The applications among objects.
  ///
  /// `deleted` are objects that the plan deletes. Without `knowsGates`, who may open an application is unknown.
  package init(
    _ objects: [DescribedObject], leftOut: Set<ResourceAddress> = [], deleted: [DescribedObject] = [],
    plan: Plan? = nil, knowsGates: Bool = true, mask: SecretMask = SecretMask([])
  ) {
    let actions = Dictionary((plan?.changes ?? []).map { ($0.address, $0.action) }) { $1 }
    let all = OrderedDictionary((objects + deleted).map { ($0.address, $0) }) { first, _ in first }
    let parts = Parts(objects: all, actions: actions)
    var gates: [ResourceAddress: [Gate]] = [:]
    // Two bindings of one group are two objects with one address.
    for object in objects + deleted where object.model == Self.binding {
      guard let target = object.target("target"), target.model == Self.application else { continue }
      gates[target, default: []].append(parts.gate(object))
    }
    var leftOutGates: [ResourceAddress: Int] = [:]
    for address in leftOut where address.model == Self.binding {
      if let target = AddressParts(address)?["target"] { leftOutGates[target, default: 0] += 1 }
    }
    let described = all.keys.filter { $0.model == Self.application }
    // An application of which only bindings are known is one, too.
    let others = gates.keys.filter { all[$0] == nil }
    let applications = (described + others).map { address in
      parts.application(
        address, gates[address] ?? [], leftOut: leftOutGates[address] ?? 0, knowsGates: knowsGates)
    }
    let used = Set(described.flatMap { parts.providers(of: $0) })
    let unused = all.keys.filter { $0.isProvider && !used.contains($0) }.map { parts.provider($0) }
    self.applications = applications.map { mask.isEmpty ? $0 : $0.masked(by: mask) }
      .sorted { ($0.slug, $0.name) < ($1.slug, $1.name) }
    unusedProviders = unused.map { mask.isEmpty ? $0 : $0.masked(by: mask) }
      .sorted { ($0.name, $0.kind) < ($1.name, $1.kind) }
  }

  /// What the plan deletes. An object that no entry describes is known by its address alone.
  private static func deleted(_ plan: Plan?, _ entries: [ResolvedEntry]) -> [DescribedObject] {
    let deletes = (plan?.changes ?? []).filter { $0.action == .delete }.map(\.address)
    guard !deletes.isEmpty else { return [] }
    let byAddress = Dictionary(entries.map { ($0.address, $0) }) { $1 }
    return deletes.map { address in
      let identifiers = AddressParts(address)?.identifiers.mapValues(\.value) ?? [:]
      let values = byAddress[address]?.values ?? [:]
      return DescribedObject(address: address, values: identifiers.merging(values) { $1 })
    }
  }
}

extension DescribedObject {
  init(_ entry: ResolvedEntry) {
    self.init(address: entry.address, values: entry.values)
  }
}

extension ResourceAddress {
  fileprivate static let providers = "authentik_providers_"

  fileprivate var isProvider: Bool { model.hasPrefix(Self.providers) && model.hasSuffix("provider") }

  /// `oauth2` of `authentik_providers_oauth2.oauth2provider`.
  fileprivate var providerKind: String {
    guard isProvider else { return "" }
    return String(model.dropFirst(Self.providers.count).prefix { $0 != "." }).replacing("_", with: " ")
  }
}

/// Makes the parts of the graph from objects.
private struct Parts {
  let objects: OrderedDictionary<ResourceAddress, DescribedObject>
  let actions: [ResourceAddress: Action]

  func gate(_ binding: DescribedObject) -> AccessGraph.Gate {
    let values = binding.values
    let kind =
      [AccessGraph.Gate.Kind.policy, .group, .user].first { !(values[$0.rawValue] ?? .null).isNull }
      ?? .policy
    let target = binding.target(kind.rawValue)
    let own = [actions[binding.address], target.flatMap { actions[$0] }]
    return AccessGraph.Gate(
      kind: kind,
      name: target?.shortName ?? values[kind.rawValue].map { JSONWriter.write($0) } ?? "",
      isNegated: values["negate"]?.bool ?? false, isEnabled: values["enabled"]?.bool ?? true,
      order: values["order"]?.integer ?? 0, passesOnFailure: values["failure_result"]?.bool ?? false,
      // What deletes the bound object deletes the binding.
      action: own.contains(.delete) ? .delete : Action.telling(own[0], own[1]))
  }

  func application(
    _ address: ResourceAddress, _ gates: [AccessGraph.Gate], leftOut: Int, knowsGates: Bool
  ) -> AccessGraph.Application {
    let object = objects[address]
    let values = object?.values ?? [:]
    let backchannel = (values["backchannel_providers"]?.list ?? []).compactMap(\.reference?.address)
    let action = actions[address]
    let isKnown = knowsGates && object != nil && leftOut == 0 && action != .delete
    return AccessGraph.Application(
      slug: values["slug"]?.string ?? address.shortName, name: values["name"]?.string ?? "",
      mode: AccessGraph.Mode(rawValue: values["policy_engine_mode"]?.string ?? "") ?? .any,
      gates: gates.sorted { ($0.order, $0.kind.rawValue, $0.name) < ($1.order, $1.kind.rawValue, $1.name) },
      leftOutGates: leftOut, provider: object?.target("provider").map { provider($0) },
      backchannelProviders: backchannel.map { provider($0) },
      access: gates.contains(where: \.decides) ? .gated : isKnown ? .everybody : .unknown, action: action)
  }

  func providers(of application: ResourceAddress) -> [ResourceAddress] {
    let values = objects[application]?.values ?? [:]
    let backchannel = values["backchannel_providers"]?.list ?? []
    return ([values["provider"] ?? .null] + backchannel).compactMap(\.reference?.address)
  }

  func provider(_ address: ResourceAddress) -> AccessGraph.Provider {
    let values = objects[address]?.values ?? [:]
    let flows = values.compactMap { field, value -> AccessGraph.FlowUse? in
      guard field.hasSuffix("_flow"), !value.isNull else { return nil }
      let slug = value.reference?.address.shortName ?? value.string ?? JSONWriter.write(value)
      return AccessGraph.FlowUse(
        purpose: String(field.dropLast("_flow".count)).replacing("_", with: " "), slug: slug)
    }
    return AccessGraph.Provider(
      name: values["name"]?.string ?? address.shortName, kind: address.providerKind,
      flows: flows.sorted { $0.purpose < $1.purpose }, action: actions[address])
  }
}
