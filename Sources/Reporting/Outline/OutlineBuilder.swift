import Model
import OrderedCollections
import Planning

/// Finds out which object belongs to which.
struct OutlineBuilder {
  /// Models whose objects belong to what their `target` names.
  private static let bindings: Set<String> = [
    "authentik_flows.flowstagebinding", "authentik_policies.policybinding",
  ]

  /// Models whose objects are shown below the first one that needs them.
  private static let partPrefixes = ["authentik_stages_", "authentik_policies_", "authentik_providers_"]

  private static let flow = "authentik_flows.flow"

  private let changes: [PlannedChange]
  private let positions: [ResourceAddress: Int]
  /// Who has a primary key; texts only, since each kind counts its integers from 1.
  private let holders: [String: ResourceAddress]
  /// What belongs to an address, and the first position that says so.
  private var owned: OrderedDictionary<ResourceAddress, [ResourceAddress]> = [:]
  private var hasOwner: Set<ResourceAddress> = []
  private var placed: Set<ResourceAddress> = []

  init(_ changes: [PlannedChange]) {
    self.changes = changes
    positions = Dictionary(changes.enumerated().map { ($1.address, $0) }) { first, _ in first }
    holders = Dictionary(
      changes.compactMap { change in change.primaryKey?.string.map { ($0, change.address) } }
    ) { first, _ in first }
    for change in changes { own(change.address, change) }
  }

  /// Notes the object that an object belongs to, and its owner in turn, if only the address tells.
  private mutating func own(_ address: ResourceAddress, _ change: PlannedChange?) {
    guard Self.bindings.contains(address.model), !hasOwner.contains(address),
      let owner = owner(of: address, change), owner != address
    else { return }
    hasOwner.insert(address)
    owned[owner, default: []].append(address)
    if positions[owner] == nil { own(owner, nil) }
  }

  private func owner(of address: ResourceAddress, _ change: PlannedChange?) -> ResourceAddress? {
    let value = change?.values["target"] ?? change?.identifiers["target"]
    return value?.reference?.address ?? AddressParts(address)?["target"]
      ?? value?.string.flatMap { holders[$0] }
  }

  mutating func build() -> [PlanOutline.Node] {
    let strangers = owned.keys.filter { positions[$0] == nil && !hasOwner.contains($0) }
    let free = changes.map(\.address).filter { !hasOwner.contains($0) } + strangers
    let flows = roots(free.filter { $0.model == Self.flow })
    let wholes = roots(free.filter { $0.model != Self.flow && !Self.isPart($0) })
    let rest = roots(changes.map(\.address))
    return flows + (wholes + rest).sorted { position($0.address) < position($1.address) }
      + repeated()
  }

  private mutating func roots(_ addresses: [ResourceAddress]) -> [PlanOutline.Node] {
    addresses.sorted { position($0) < position($1) }.compactMap { node($0, below: nil) }
  }

  /// Where an object stands in the plan; for one that it does not hold, where the first of its own does.
  private func position(_ address: ResourceAddress) -> Int {
    positions[address] ?? owned[address]?.map(position).min() ?? changes.count
  }

  private mutating func node(_ address: ResourceAddress, below parent: ResourceAddress?) -> PlanOutline.Node?
  {
    guard placed.insert(address).inserted else { return nil }
    var node = PlanOutline.Node(address: address)
    node.change = positions[address].map { changes[$0] }
    node.parent = parent
    let members = parts(of: address) + (owned[address] ?? []).sorted(by: precedes)
    node.children = members.compactMap { self.node($0, below: address) }
    return node
  }

  /// What an object needs and what has no other place: the stage of a binding, the prompts of a stage.
  private func parts(of address: ResourceAddress) -> [ResourceAddress] {
    guard let change = positions[address].map({ changes[$0] }) else { return [] }
    let named = AddressParts(address)?.addresses ?? []
    // Before a delete goes what needs it, so there it is the other way round.
    let needed = named + (change.action == .delete ? [] : change.dependencies)
    return OrderedSet(needed.filter { Self.isPart($0) && positions[$0] != nil }).sorted(by: precedes)
  }

  private static func isPart(_ address: ResourceAddress) -> Bool {
    partPrefixes.contains { address.model.hasPrefix($0) }
  }

  /// By `order`, then as in the plan.
  private func precedes(_ left: ResourceAddress, _ right: ResourceAddress) -> Bool {
    (order(left), position(left)) < (order(right), position(right))
  }

  private func order(_ address: ResourceAddress) -> Int {
    let change = positions[address].map { changes[$0] }
    return change?.values["order"]?.integer ?? change?.identifiers["order"]?.integer ?? Int.max
  }

  /// A second change of one address.
  private func repeated() -> [PlanOutline.Node] {
    changes.enumerated().filter { positions[$1.address] != $0 }.map { _, change in
      PlanOutline.Node(address: change.address, change: change)
    }
  }
}
