import Model
import OrderedCollections

/// The base classes that a look-up may name: each has one list over all kinds below it (2024.8 and 2026.5).
package enum BaseKinds {
  private static let paths = [
    "authentik_core.source": "/sources/all/",
    "authentik_core.provider": "/providers/all/",
    "authentik_flows.stage": "/stages/all/",
    "authentik_policies.policy": "/policies/all/",
    "authentik_core.propertymapping": "/propertymappings/all/",
  ]

  /// The base class that a relation field leads to, by the field's name.
  private static let relations = [
    "flow": "authentik_flows.flow", "target": "authentik_flows.flow", "stage": "authentik_flows.stage",
    "policy": "authentik_policies.policy", "provider": "authentik_core.provider",
    "source": "authentik_core.source", "group": "authentik_core.group", "user": "authentik_core.user",
    "application": "authentik_core.application", "app": "authentik_core.application",
    "role": "authentik_rbac.role",
  ]

  package static var models: [String] { paths.keys.sorted() }

  /// The kind of a model or base class; nil if there is none.
  package static func kind(_ model: String, in catalog: Catalog) -> Kind? {
    if let kind = catalog.kind(model) ?? catalog.lookupKind(model) { return kind }
    guard let path = paths[model] else { return nil }
    let names: [(String, FieldType)] = [
      ("pk", .any), ("name", .text(.plain)), ("slug", .text(.plain)), ("managed", .text(.plain)),
    ]
    // A list ignores filters it does not know, so the answer is filtered again.
    return Kind(
      model: model, component: "", path: path, primaryKey: "pk",
      // A source's path holds its slug.
      detailField: path == "/sources/all/" ? nil : "pk",
      fields: names.map { Field(name: $0.0, type: $0.1) },
      filters: ["name": .text(.plain), "slug": .text(.plain), "managed": .text(.plain)])
  }

  package static func relation(_ field: String) -> String? { relations[field] }
}
