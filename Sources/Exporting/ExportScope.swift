package import Catalog
import Model
import OrderedCollections

/// The objects that an export describes; others are only referred to.
package struct ExportScope: Sendable, Hashable {
  private enum Base: Sendable, Hashable {
    case parts(flows: [String], applications: [String])
    case configuration
    case all
    case these(Set<ExportedObject.Identifier>)

    /// True if nothing comes along with the objects.
    var isExact: Bool {
      if case .these = self { true } else { false }
    }
  }

  private let base: Base
  /// The models to describe; empty for all of them.
  package var only: Set<String> = []
  /// True if objects that authentik itself maintains are described, too.
  package var includesManaged = false

  private init(_ base: Base) { self.base = base }

  /// These flows with their stages, prompts, policies and bindings.
  package static func flows(_ slugs: [String]) -> ExportScope { parts(flows: slugs, applications: []) }

  /// These flows and applications with all that belongs to them.
  package static func parts(flows: [String], applications: [String]) -> ExportScope {
    ExportScope(.parts(flows: flows, applications: applications))
  }

  /// All configuration that is not authentik's own.
  package static let everything = ExportScope(.configuration)
  /// All objects at hand: the entries of an export file.
  package static let all = ExportScope(.all)

  /// Exactly these objects.
  package static func these(_ objects: Set<ExportedObject.Identifier>) -> ExportScope {
    ExportScope(.these(objects))
  }

  /// True if only some flows and applications are described.
  package var isPart: Bool {
    if case .parts = base { true } else { false }
  }

  /// True if all configuration is described.
  var isWhole: Bool { !isPart && only.isEmpty }

  /// The models to read before the references among their objects are followed.
  package func models(_ catalog: Catalog) -> Set<String> {
    switch base {
    case .these: return []
    case .configuration, .all:
      return Set(catalog.kinds.filter { describes($0) }.map(\.model)).union(only)
    case .parts(let flows, let applications):
      let starts =
        ["authentik_policies.policybinding"]
        + (flows.isEmpty ? [] : ["authentik_flows.flow", "authentik_flows.flowstagebinding"])
        + (applications.isEmpty
          ? []
          : [
            "authentik_core.application", "authentik_core.applicationentitlement",
            "authentik_providers_rac.endpoint",
          ])
      return Set(starts.filter { catalog.kind($0) != nil })
    }
  }

  /// The objects to start from; the objects they need come before them.
  func roots(_ index: ObjectIndex) -> [ExportedObject] {
    let parts = ObjectParts(index)
    let flows = index.objects(of: "authentik_flows.flow")
    switch base {
    case .parts(let slugs, let names):
      let applications = index.objects(of: "authentik_core.application")
      let found =
        slugs.flatMap { slug in
          flows.filter { $0.fields["slug"]?.string == slug }.flatMap(parts.of(flow:))
        }
        + names.flatMap { slug in
          applications.filter { $0.fields["slug"]?.string == slug }.flatMap(parts.of(application:))
        }
      return found.filter { isNamed($0.kind) }
    case .configuration, .all, .these:
      let sorted = flows.map { (object: $0, key: index.sortName($0)) }.sorted { $0.key < $1.key }
        .flatMap { parts.of(flow: $0.object) }
      let others = index.objects.filter { isConfiguration($0) }
        .map { (object: $0, key: (Self.rank($0), $0.kind.model, index.sortName($0), $0.id)) }
        .sorted { $0.key < $1.key }.map(\.object)
      return sorted.filter { base.isExact ? isConfiguration($0) : isNamed($0.kind) } + others
    }
  }

  /// Whether an object that another one refers to is described too.
  func includes(_ object: ExportedObject, roots: Set<ExportedObject.Identifier>) -> Bool {
    guard !roots.contains(object.id) else { return true }
    guard case .parts(_, let applications) = base else { return isConfiguration(object) }
    return isNamed(object.kind) && (object.managed == nil || includesManaged)
      && (applications.isEmpty
        ? ObjectParts.isPart(object.kind) : ObjectParts.isPartOfApplication(object.kind))
  }

  private func isNamed(_ kind: Kind) -> Bool { only.isEmpty || only.contains(kind.model) }

  /// Policy bindings come last.
  private static func rank(_ object: ExportedObject) -> Int {
    object.kind.model == "authentik_policies.policybinding" ? 1 : 0
  }

  private func isConfiguration(_ object: ExportedObject) -> Bool {
    guard isNamed(object.kind) else { return false }
    if base == .all { return true }
    if case .these(let objects) = base { return objects.contains(object.id) }
    return describes(object.kind)
      && (includesManaged
        || object.managed == nil && object.fields["type"]?.string != "internal_service_account")
  }

  /// Whether objects of a kind are described.
  package func describes(_ kind: Kind) -> Bool {
    isNamed(kind) && (base == .all || only.contains(kind.model) || Self.describes(kind))
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
