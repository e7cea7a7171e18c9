package import Catalog
import Model
import OrderedCollections

/// The objects that an export describes; others are only referred to.
package enum ExportScope: Sendable, Hashable {
  /// These flows with their stages, prompts, policies and bindings.
  case flows([String])
  /// All configuration that is not authentik's own.
  case everything
  /// All objects at hand: the entries of an export file.
  case all
  /// Exactly these objects.
  case these(Set<ExportedObject.Identifier>)

  /// The objects to start from; the objects they need come before them.
  func roots(_ index: ObjectIndex) -> [ExportedObject] {
    let flows = index.objects(of: "authentik_flows.flow")
    switch self {
    case .flows(let slugs):
      return slugs.flatMap { slug in
        flows.filter { $0.fields["slug"]?.string == slug }.flatMap { Self.parts(of: $0, index) }
      }
    case .everything, .all, .these:
      let sorted = flows.sorted { Self.name($0, index) < Self.name($1, index) }
      let others = index.objects.filter(holds)
        .map { (object: $0, key: (Self.rank($0), $0.kind.model, Self.name($0, index), $0.id)) }
        .sorted { $0.key < $1.key }.map(\.object)
      let parts = sorted.flatMap { Self.parts(of: $0, index) }
      guard case .these = self else { return parts + others }
      return parts.filter(holds) + others
    }
  }

  /// Whether the scope has an object that belongs to no flow.
  private func holds(_ object: ExportedObject) -> Bool {
    switch self {
    case .flows: false
    case .everything: Self.isConfiguration(object)
    case .all: true
    case .these(let objects): objects.contains(object.id)
    }
  }

  /// Whether an object that another one refers to is described too.
  func includes(_ object: ExportedObject, roots: Set<ExportedObject.Identifier>) -> Bool {
    guard !roots.contains(object.id) else { return true }
    switch self {
    case .flows: return Self.isPart(object.kind) && object.managed == nil
    case .everything, .all, .these: return holds(object)
    }
  }

  /// A flow, its stages in binding order, its bindings, the policies bound to any of them, and those bindings.
  private static func parts(of flow: ExportedObject, _ index: ObjectIndex) -> [ExportedObject] {
    func bound(to target: ExportedObject, by model: String) -> [ExportedObject] {
      index.objects(of: model)
        .filter { index.object($0.fields["target"] ?? .null, referredToAs: nil)?.id == target.id }
        .map { (object: $0, key: ($0.fields["order"]?.integer ?? 0, boundName($0, index), $0.id)) }
        .sorted { $0.key < $1.key }.map(\.object)
    }
    let bindings = bound(to: flow, by: "authentik_flows.flowstagebinding")
    let stages = bindings.compactMap {
      index.object($0.fields["stage"] ?? .null, referredToAs: "authentik_flows.stage")
    }
    let policyBindings = ([flow] + bindings).flatMap { bound(to: $0, by: "authentik_policies.policybinding") }
    let policies = policyBindings.compactMap {
      index.object($0.fields["policy"] ?? .null, referredToAs: "authentik_policies.policy")
    }
    return [flow] + stages + bindings + policies + policyBindings
  }

  /// The name of the bound object.
  private static func boundName(_ binding: ExportedObject, _ index: ObjectIndex) -> String {
    ["stage", "policy", "group", "user"].compactMap { referredName($0, of: binding, index) }.first ?? ""
  }

  private static func referredName(
    _ field: String, of object: ExportedObject, _ index: ObjectIndex
  ) -> String? {
    index.object(object.fields[field] ?? .null, referredToAs: object.kind.field(field)?.refersTo)
      .map { name($0, index) }
  }

  private static func isPart(_ kind: Kind) -> Bool {
    (kind.path.hasPrefix("/stages/") && (kind.model.hasSuffix("stage") || kind.model.hasSuffix(".prompt")))
      || (kind.path.hasPrefix("/policies/") && kind.model.hasSuffix("policy"))
  }

  /// The sort key of an object: its name, or for a binding its target and the bound object.
  private static func name(_ object: ExportedObject, _ index: ObjectIndex) -> String {
    let own = ["slug", "name", "username", "identifier", "domain"].lazy
      .compactMap { object.fields[$0]?.string }.first { !$0.isEmpty }
    if let own { return own }
    let order = String(object.fields["order"]?.integer ?? 0)
    let padded = String(repeating: "0", count: max(0, 10 - order.count)) + order
    return "\(referredName("target", of: object, index) ?? "") \(padded) \(boundName(object, index))"
  }

  /// Policy bindings come last.
  private static func rank(_ object: ExportedObject) -> Int {
    object.kind.model == "authentik_policies.policybinding" ? 1 : 0
  }

  private static func isConfiguration(_ object: ExportedObject) -> Bool {
    object.managed == nil && describes(object.kind)
      && object.fields["type"]?.string != "internal_service_account"
  }

  /// False for kinds that record events, belong to one person, are made by the server from other objects, or
  /// are mainly a secret.
  package static func describes(_ kind: Kind) -> Bool {
    let name = kind.model.split(separator: ".").last ?? ""
    return kind.canList && !records.contains(kind.model)
      && !["device", "userconnection", "sourceconnection"].contains { name.hasSuffix($0) }
  }

  private static let records: Set<String> = [
    "authentik_blueprints.blueprintinstance", "authentik_core.token",
    "authentik_crypto.certificatekeypair", "authentik_enterprise.license",
    "authentik_events.event", "authentik_endpoints.deviceuserbinding",
    "authentik_endpoints_connectors_agent.enrollmenttoken", "authentik_lifecycle.lifecycleiteration",
    "authentik_lifecycle.review", "authentik_stages_invitation.invitation", "authentik_tenants.domain",
  ]
}
