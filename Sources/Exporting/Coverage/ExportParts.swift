import Catalog
import Model
import OrderedCollections

/// The smallest export that writes an object: of a flow or an application that it is a part of, or of its kind.
struct ExportParts {
  private var owners: [ExportedObject.Identifier: [String]] = [:]
  private let index: ObjectIndex
  /// The bindings of each flow, stage binding, application or other target.
  private var bindings: [ExportedObject.Identifier: [ExportedObject]] = [:]

  init(_ index: ObjectIndex) {
    self.index = index
    for model in ["authentik_flows.flowstagebinding", "authentik_policies.policybinding"] {
      for binding in index.objects(of: model) {
        guard let target = index.object(binding.fields["target"] ?? .null, referredToAs: nil) else {
          continue
        }
        bindings[target.id, default: []].append(binding)
      }
    }
    let flows = index.objects(of: "authentik_flows.flow")
    // A stage that is in several flows comes with one of the user's own, if there is one.
    let shipped = flows.filter { ShippedObject.contains($0.fields, of: $0.kind.model) }
    let own = flows.filter { !ShippedObject.contains($0.fields, of: $0.kind.model) }
    for flow in Self.sorted(own) + Self.sorted(shipped) { claim(partsOfFlow(flow), "--flow", flow) }
    var entitlements: [ExportedObject.Identifier: [ExportedObject]] = [:]
    for entitlement in index.objects(of: "authentik_core.applicationentitlement") {
      guard let application = index.object(entitlement.fields["app"] ?? .null, referredToAs: nil) else {
        continue
      }
      entitlements[application.id, default: []].append(entitlement)
    }
    for application in Self.sorted(index.objects(of: "authentik_core.application")) {
      let own = [application] + (entitlements[application.id] ?? [])
      let providers = ["provider", "backchannel_providers"].flatMap { referred(by: application, $0) }
      claim(own + own.flatMap(bound) + providers, "--application", application)
    }
  }

  func options(for object: ExportedObject) -> [String] {
    owners[object.id] ?? ["--only", object.kind.model]
  }

  private static func sorted(_ objects: [ExportedObject]) -> [ExportedObject] {
    objects.map { (object: $0, slug: $0.fields["slug"]?.string ?? "") }.sorted { $0.slug < $1.slug }
      .map(\.object)
  }

  /// The first owner keeps an object.
  private mutating func claim(_ objects: [ExportedObject], _ option: String, _ owner: ExportedObject) {
    guard let slug = owner.fields["slug"]?.string else { return }
    for object in objects where owners[object.id] == nil { owners[object.id] = [option, slug] }
  }

  /// Bindings with the policies that they bind.
  private func bound(to target: ExportedObject) -> [ExportedObject] {
    (bindings[target.id] ?? []).flatMap {
      [$0] + parts(referred(by: $0, "policy") + referred(by: $0, "stage"))
    }
  }

  private func partsOfFlow(_ flow: ExportedObject) -> [ExportedObject] {
    let steps = bound(to: flow)
    let stages = steps + (bindings[flow.id] ?? []).flatMap(bound)
    // Prompts come with their stage.
    return [flow] + stages
      + stages.flatMap { stage in parts(stage.kind.fields.flatMap { referred(by: stage, $0.name) }) }
  }

  /// Those that an export of a flow describes as well.
  private func parts(_ objects: [ExportedObject]) -> [ExportedObject] {
    objects.filter { ExportScope.flows([]).includes($0, roots: []) }
  }

  private func referred(by object: ExportedObject, _ name: String) -> [ExportedObject] {
    guard let field = object.kind.field(name), let value = object.fields[name] else { return [] }
    return (value.list ?? [value]).compactMap { index.object($0, of: field) }
  }
}
