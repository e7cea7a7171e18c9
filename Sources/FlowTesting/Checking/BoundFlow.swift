import Blueprints
import Catalog
import Model
import OrderedCollections

/// A flow of a set of blueprints, with the stages that the set binds to it.
struct BoundFlow {
  struct Binding {
    let stage: StageKind
    /// The entry of the stage. Nil if the set does not describe it.
    let entry: ResolvedEntry?
    let order: Int
  }

  let slug: String
  let entry: ResolvedEntry
  /// By their order. Nil if something about a binding is not known without a server.
  let bindings: [Binding]?
  /// True if the server has no stages of the flow that the set does not describe.
  let isWhole: Bool

  /// The flows of a set by their slugs. A flow that is absent is not among them.
  static func all(in entries: [ResolvedEntry]) -> [String: BoundFlow] {
    let present = entries.filter { $0.isEnabled && $0.state != .absent }
    let byAddress = Dictionary(present.map { ($0.address, $0) }) { $1 }
    var bindings: [ResourceAddress: [Binding?]] = [:]
    for entry in present where entry.model == "authentik_flows.flowstagebinding" {
      guard let target = entry.values["target"]?.reference?.address else { continue }
      bindings[target, default: []].append(Binding(entry, byAddress))
    }
    let flows = present.compactMap { entry -> (String, BoundFlow)? in
      guard entry.model == "authentik_flows.flow", let slug = entry.values["slug"]?.string else { return nil }
      return (slug, BoundFlow(slug, entry, bindings[entry.address] ?? []))
    }
    return Dictionary(flows) { $1 }
  }

  private init(_ slug: String, _ entry: ResolvedEntry, _ bindings: [Binding?]) {
    self.slug = slug
    self.entry = entry
    let known = bindings.compactMap { $0 }
    self.bindings = known.count == bindings.count ? known.sorted { $0.order < $1.order } : nil
    // The blueprint that ships a flow binds stages too. A flow without any may get them elsewhere.
    isWhole =
      !known.isEmpty && known.count == bindings.count
      && !ShippedObject.contains(["slug": .string(slug)], of: entry.model)
      && ["name", "title", "designation"].allSatisfy { entry.values[$0] != nil }
  }

  /// The kinds of stage that a run may wait at: those that are bound, those that come with them, and those that the
  /// executor shows by itself.
  var possibleStages: Set<StageKind> {
    var stages = Set((bindings ?? []).map(\.stage))
    for binding in bindings ?? [] {
      switch binding.stage.name {
      // The link of an e-mail asks first whether that was intended (recorded from 2026.5).
      case "email": stages.insert(StageKind("consent"))
      case "authenticator_validate":
        for set in binding.entry?.values["configuration_stages"]?.references ?? [] {
          if let stage = StageKind(called: set.address.model) { stages.insert(stage) }
        }
        // It may name stages that the set does not describe.
        if binding.entry == nil { stages.formUnion(StageKind.setUps) }
      default: break
      }
    }
    return stages.union(StageKind.ofExecutor)
  }
}

extension BoundFlow.Binding {
  fileprivate init?(_ entry: ResolvedEntry, _ entries: [ResourceAddress: ResolvedEntry]) {
    guard let stage = entry.values["stage"]?.reference?.address,
      let kind = StageKind(called: stage.model),
      let order = entry.values["order"]?.integer
    else { return nil }
    self.init(stage: kind, entry: entries[stage], order: order)
  }
}

extension StageKind {
  fileprivate static let setUps = names.map { StageKind($0) }.filter {
    $0.name.hasPrefix("authenticator_") && $0.name != "authenticator_validate"
  }

  /// What a run may end with or come to without a binding: a denial, a redirect, and what has no model.
  fileprivate static let ofExecutor = names.map { StageKind($0) }.filter {
    $0.model == nil || ["deny", "redirect"].contains($0.name)
  }
}
