import Blueprints
import Catalog
import Model
import OrderedCollections
package import Planning
package import Remote

/// The flows that a plan changes: directly, or through a stage, a binding, a policy or a prompt.
///
/// A change spreads from an object to the stages and bindings that refer to it, and from a binding to its target, until
/// it reaches flows. Links are taken from the plan and from the server, so that a stage is found in a flow that no
/// blueprint describes, and a binding in the flow that it leaves.
struct TouchedFlows {
  /// An object: its primary key, or its address before it exists.
  private struct Node: Hashable {
    let text: String
    let kind: Kind
  }

  private struct Object {
    let node: Node
    /// The objects that a field refers to, by field.
    var links: [String: Set<String>] = [:]
  }

  private static let flow = "authentik_flows.flow"
  private static let bindings = ["authentik_flows.flowstagebinding", "authentik_policies.policybinding"]

  let reader: LiveReader
  private let plan: Plan
  private let keys: [ResourceAddress: String]
  /// The plan's objects and the live ones that were read, by model.
  private var objects: [String: [Object]] = [:]
  /// The kinds whose live objects were read.
  private var read: Set<String> = []
  /// The keys of objects that go by a second one, such as the target of a policy binding.
  private var aliases: [String: String] = [:]
  private var slugs: [String: String] = [:]

  init(_ plan: Plan, _ reader: LiveReader) {
    self.plan = plan
    self.reader = reader
    keys = Dictionary(
      plan.changes.compactMap { change in
        change.primaryKey.flatMap { Self.text($0, change.address.model) }.map { (change.address, $0) }
      }
    ) { first, _ in first }
    for change in plan.changes where change.action != .skip { add(change) }
  }

  /// The slugs, sorted; those of flows that the plan deletes are left out.
  mutating func slugs() async throws(APIError) -> [String] {
    var open = plan.changes.writes.compactMap { change in
      reader.catalog.kind(change.address.model).map { Node(text: text(of: change.address), kind: $0) }
    }
    guard open.contains(where: { Self.isOfFlows($0.kind) }) else { return [] }
    try await readLive(Self.flow)
    var seen: Set<Node> = []
    while let node = open.popLast() {
      guard seen.insert(node).inserted, node.kind.model != Self.flow else { continue }
      open += try await next(node)
    }
    let deleted = Set(plan.changes.filter { $0.action == .delete }.map { text(of: $0.address) })
    let flows = seen.filter { $0.kind.model == Self.flow && !deleted.contains($0.text) }
    return Set(flows.compactMap { slugs[$0.text] }).sorted()
  }

  /// The objects that a change of one reaches.
  private mutating func next(_ node: Node) async throws(APIError) -> [Node] {
    guard Self.bindings.contains(node.kind.model) else {
      var found: [Node] = []
      for kind in reader.catalog.kinds where Self.spreads(kind) {
        let fields = kind.writableFields.filter { field in
          field.refersTo.map { BaseClass.covers($0, node.kind) } == true
        }
        guard !fields.isEmpty else { continue }
        try await readLive(kind.model)
        found += (objects[kind.model] ?? []).filter { object in
          fields.contains { object.links[$0.name]?.contains(node.text) == true }
        }.map(\.node)
      }
      return found
    }
    try await readLive(node.kind.model)
    try await readLive(Self.bindings[0])
    let targets = (objects[node.kind.model] ?? []).filter { $0.node == node }
      .flatMap { $0.links["target"] ?? [] }.map { aliases[$0] ?? $0 }
    let possible = (objects[Self.flow] ?? []) + (objects[Self.bindings[0]] ?? [])
    return possible.map(\.node).filter { targets.contains($0.text) }
  }

  /// Whether a change of an object also changes what such an object does.
  private static func spreads(_ kind: Kind) -> Bool {
    bindings.contains(kind.model)
      || (kind.model.hasPrefix("authentik_stages_") && kind.model.hasSuffix("stage"))
  }

  /// False for a kind that no flow can use, so that most plans need no request.
  private static func isOfFlows(_ kind: Kind) -> Bool {
    let apps = ["authentik_flows.", "authentik_stages_", "authentik_policies", "authentik_sources_"]
    return apps.contains { kind.model.hasPrefix($0) }
      || ["authentik_core.group", "authentik_core.user"].contains(kind.model)
  }

  // MARK: - Objects

  private mutating func add(_ change: PlannedChange) {
    guard let kind = reader.catalog.kind(change.address.model) else { return }
    var object = Object(node: Node(text: text(of: change.address), kind: kind))
    for (name, value) in change.values { link(&object, name, value, kind) }
    keep(object, change.values["slug"] ?? change.identifiers["slug"])
  }

  private mutating func keep(_ object: Object, _ slug: Value?) {
    let model = object.node.kind.model
    objects[model, default: []].append(object)
    if model == Self.flow, slugs[object.node.text] == nil { slugs[object.node.text] = slug?.string }
  }

  private func link(_ object: inout Object, _ name: String, _ value: Value, _ kind: Kind) {
    guard let target = kind.field(name)?.refersTo else { return }
    for item in value.list ?? [value] {
      guard let text = item.reference.map({ self.text(of: $0, target) }) ?? Self.text(item, target)
      else { continue }
      object.links[name, default: []].insert(text)
    }
  }

  /// Reads the live objects of a kind, unless that was done before. A token that may not view them knows none.
  private mutating func readLive(_ model: String) async throws(APIError) {
    guard read.insert(model).inserted, let kind = reader.catalog.kind(model), kind.canList else { return }
    let found = try await reader.readable { () async throws(APIError) in
      if let list = reader.lists[model] { return list }
      let list = try await reader.api.list(kind)
      reader.lists[model] = list
      return list
    }
    for live in found ?? [] {
      guard let text = live[kind.primaryKey].flatMap({ Self.text($0, model) }) else { continue }
      var object = Object(node: Node(text: text, kind: kind))
      for field in kind.writableFields { link(&object, field.name, live[field.name] ?? .null, kind) }
      if let other = live[Reference.Key.policyTarget.rawValue]?.string { aliases[other] = text }
      keep(object, live["slug"])
    }
  }

  // MARK: - Keys

  private func text(of address: ResourceAddress) -> String { keys[address] ?? address.description }

  private func text(of reference: Reference, _ model: String) -> String {
    keys[reference.address] ?? reference.known.flatMap { Self.text($0, model) }
      ?? reference.address.description
  }

  /// Integers count from 1 for each kind; UUIDs never repeat.
  private static func text(_ key: Value, _ model: String) -> String? {
    switch key {
    case .string(let text): text
    case .integer(let number): "\(model) \(number)"
    default: nil
    }
  }
}

extension LiveReader {
  /// The slugs of the flows that a plan changes: directly, or through a stage, a binding, a policy or a prompt.
  ///
  /// Reads the lists of what may stand in between. A plan that changes nothing of flows needs no request.
  package func touchedFlows(by plan: Plan) async throws(APIError) -> [String] {
    var touched = TouchedFlows(plan, self)
    return try await touched.slugs()
  }
}
