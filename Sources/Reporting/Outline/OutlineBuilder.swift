import Model
import OrderedCollections
import Planning

/// Decides which object belongs below which.
struct OutlineBuilder {
  /// Models of objects that belong to the object their `target` names.
  private static let bindings: Set<String> = [
    "authentik_flows.flowstagebinding", "authentik_policies.policybinding",
  ]

  /// Models of objects that are shown below the first object that needs them.
  private static let partPrefixes = ["authentik_stages_", "authentik_policies_", "authentik_providers_"]

  private static let flow = "authentik_flows.flow"

  private let changes: [PlannedChange]
  private let positions: [ResourceAddress: Int]
  /// The address of each primary key; only texts, because each kind counts its integers from 1.
  private let holders: [String: ResourceAddress]
  /// The addresses that are shown below an address.
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

  /// Records the owner of an object, and the owner's owner if only the address tells it.
  private mutating func own(_ address: ResourceAddress, _ change: PlannedChange?) {
    guard Self.bindings.contains(address.model), !hasOwner.contains(address),
      let owner = owner(of: address, change), owner != address
    else { return }
    hasOwner.insert(address)
    owned[owner, default: []].append(address)
    if positions[owner] == nil { own(owner, nil) }
  }

  private func owner(of address: ResourceAddress, _ change: PlannedChange?) -> ResourceAddress? {
    let value = change?.shownValue("target")
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

  /// An object's position in the plan; for an object outside the plan, the position of its first part.
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

  /// The objects that are shown below the one that needs them: the stage of a binding, the prompts of a
  /// stage.
  private func parts(of address: ResourceAddress) -> [ResourceAddress] {
    guard let change = positions[address].map({ changes[$0] }) else { return [] }
    let named = AddressParts(address)?.addresses ?? []
    // Deletes run in reverse: what needs an object is deleted before it.
    let needed = named + (change.action == .delete ? [] : change.dependencies)
    return OrderedSet(needed.filter { Self.isPart($0) && positions[$0] != nil }).sorted(by: precedes)
  }

  private static func isPart(_ address: ResourceAddress) -> Bool {
    partPrefixes.contains { address.model.hasPrefix($0) }
  }

  /// By `order`, then in the order of the plan.
  private func precedes(_ left: ResourceAddress, _ right: ResourceAddress) -> Bool {
    (order(left), position(left)) < (order(right), position(right))
  }

  private func order(_ address: ResourceAddress) -> Int {
    positions[address].flatMap { changes[$0].shownValue("order")?.integer } ?? Int.max
  }

  /// A second change of one address.
  private func repeated() -> [PlanOutline.Node] {
    changes.enumerated().filter { positions[$1.address] != $0 }.map { _, change in
      PlanOutline.Node(address: change.address, change: change)
    }
  }
}

extension PlannedChange {
  /// A value of the object. A secret has none, so that a plan looks the same once it is saved.
  func shownValue(_ name: String) -> Value? {
    secretFields.contains(name) ? Value?.none : values[name] ?? identifiers[name]
  }
}
