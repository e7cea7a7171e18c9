import Catalog
import Model
import OrderedCollections

/// What belongs to a flow or an application: the objects that are of no use without it.
struct ObjectParts: Sendable {
  private let index: ObjectIndex
  /// The objects that are made for another one, by that one and their model.
  private var children: [ExportedObject.Identifier: [String: [ExportedObject]]] = [:]

  /// The field that names the object that a child is made for, by the child's model.
  private static let parents = [
    "authentik_flows.flowstagebinding": "target", "authentik_policies.policybinding": "target",
    "authentik_core.applicationentitlement": "app", "authentik_providers_rac.endpoint": "provider",
  ]

  init(_ index: ObjectIndex) {
    self.index = index
    for (model, name) in Self.parents {
      var found: [(parent: ExportedObject, child: ExportedObject)] = []
      for child in index.objects(of: model) {
        let field = child.kind.field(name)
        guard let value = child.fields[name], let field, let parent = index.object(value, of: field) else {
          continue
        }
        found.append((parent, child))
      }
      for (parent, pairs) in Dictionary(grouping: found, by: \.parent.id) {
        children[parent, default: [:]][model] = pairs.map(\.child)
          .map { (object: $0, key: ($0.fields["order"]?.integer ?? 0, index.boundName($0), $0.id)) }
          .sorted { $0.key < $1.key }.map(\.object)
      }
    }
  }

  /// A flow, its stages in binding order, its bindings, the policies bound to any of them, and those bindings.
  func of(flow: ExportedObject) -> [ExportedObject] {
    let bindings = bound(to: flow, by: "authentik_flows.flowstagebinding")
    let stages = bindings.compactMap { referred("stage", of: $0, "authentik_flows.stage") }
    return [flow] + stages + bindings + policies(of: [flow] + bindings)
  }

  /// An application, its providers with their endpoints, its entitlements, the policies bound to any of them, and those
  /// bindings.
  func of(application: ExportedObject) -> [ExportedObject] {
    let keys =
      [application.fields["provider"] ?? .null] + (application.fields["backchannel_providers"]?.list ?? [])
    let providers = keys.compactMap { index.object($0, referredToAs: "authentik_core.provider") }
    let endpoints = providers.flatMap { bound(to: $0, by: "authentik_providers_rac.endpoint") }
    let entitlements = bound(to: application, by: "authentik_core.applicationentitlement")
    return providers + endpoints + [application] + entitlements
      + policies(of: [application] + entitlements + endpoints)
  }

  private func policies(of targets: [ExportedObject]) -> [ExportedObject] {
    let bindings = targets.flatMap { bound(to: $0, by: "authentik_policies.policybinding") }
    return bindings.compactMap { referred("policy", of: $0, "authentik_policies.policy") } + bindings
  }

  private func bound(to target: ExportedObject, by model: String) -> [ExportedObject] {
    children[target.id]?[model] ?? []
  }

  private func referred(_ field: String, of object: ExportedObject, _ model: String) -> ExportedObject? {
    index.object(object.fields[field] ?? .null, referredToAs: model)
  }

  /// True for stages, prompts and policies: the kinds that belong to a flow through references of its other parts.
  static func isPart(_ kind: Kind) -> Bool {
    (kind.path.hasPrefix("/stages/") && (kind.model.hasSuffix("stage") || kind.model.hasSuffix(".prompt")))
      || (kind.path.hasPrefix("/policies/") && kind.model.hasSuffix("policy"))
  }

  /// True for kinds that belong to an application through references of its other parts.
  static func isPartOfApplication(_ kind: Kind) -> Bool {
    isPart(kind) || kind.path.hasPrefix("/propertymappings/")
  }
}

extension ObjectIndex {
  /// The name of the object that a binding binds.
  func boundName(_ binding: ExportedObject) -> String {
    ["stage", "policy", "group", "user"].compactMap { referredName($0, of: binding) }.first ?? ""
  }

  private func referredName(_ field: String, of object: ExportedObject) -> String? {
    self.object(object.fields[field] ?? .null, referredToAs: object.kind.field(field)?.refersTo)
      .map { sortName($0) }
  }

  /// The sort key of an object: its name, or for a binding its target and the bound object.
  func sortName(_ object: ExportedObject) -> String {
    let own = ["slug", "name", "username", "identifier", "domain"].lazy
      .compactMap { object.fields[$0]?.string }.first { !$0.isEmpty }
    if let own { return own }
    let order = String(object.fields["order"]?.integer ?? 0)
    let padded = String(repeating: "0", count: max(0, 10 - order.count)) + order
    return "\(referredName("target", of: object) ?? "") \(padded) \(boundName(object))"
  }
}
