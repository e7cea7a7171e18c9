import Catalog
import Model
import OrderedCollections

extension Engine {
  /// The objects that refer to an object, and what a delete does to them.
  ///
  /// Recorded from both versions: policy bindings are listed as their targets (`policybindingmodel`). The
  /// stages of a flow are listed beside its bindings, only as link rows.
  func usedBy(_ kind: ServedKind, _ detail: String) async throws -> SandboxResponse {
    let entries = try await reading(kind, detail) { object, store in
      (try store.links(to: object).flatMap { try Self.entries(for: $0, object, store) }
        + Self.entries(of: object, store)).sorted { $0.order < $1.order }.map(\.value)
    }
    return json(.list(entries))
  }

  private struct Entry {
    let order: String
    let value: Value

    init(_ model: String, key: Value, name: String, action: String) {
      let parts = model.split(separator: ".", maxSplits: 1).map(String.init)
      order = model
      value = [
        "app": .string(parts.first ?? ""), "model_name": .string(parts.last ?? ""),
        "pk": .string(Coercion.text(key) ?? ""), "name": .string(name), "action": .string(action),
      ]
    }
  }

  private static func entries(for link: Link, _ object: StoredObject, _ store: StoreTransaction) throws
    -> [Entry]
  {
    let source = link.source
    let model = source.kind.kind.model
    if model == "authentik_policies.policybinding", link.field != "target" {
      let target = try store.object(
        referredToAs: ServedKinds.policyTarget, by: source.fields["target"] ?? .null)
      guard link.field == "policy", let target else { return [entry(link)] }
      let key = target.policyTarget
      return [
        Entry(
          ServedKinds.policyTarget, key: key, name: "PolicyBindingModel \(Coercion.text(key) ?? "")",
          action: "cascade_many")
      ]
    }
    guard model == "authentik_flows.flowstagebinding", link.field == "target" else { return [entry(link)] }
    let key = source.fields["stage"] ?? .null
    let stage = try store.object(referredToAs: "authentik_flows.stage", by: key)
    let name = "Stage \(stage?.fields["name"]?.string ?? "")"
    return [entry(link), Entry("authentik_flows.stage", key: key, name: name, action: "cascade_many")]
  }

  /// The link rows between an object and the objects in its lists count as users (recorded from both
  /// versions).
  private static func entries(of object: StoredObject, _ store: StoreTransaction) throws -> [Entry] {
    try object.kind.references.filter(\.type.isList).flatMap { field in
      let model = field.refersTo ?? ""
      let keys = object.fields[field.name]?.list ?? []
      return try keys.compactMap { try store.object(referredToAs: model, by: $0) }.map { other in
        Entry(
          model, key: other.primaryKey, name: UsedByName.name(of: other, as: model),
          action: field.name == "backchannel_providers" ? "cascade" : "cascade_many")
      }
    }
  }

  private static func entry(_ link: Link) -> Entry {
    let kind = link.source.kind
    let field = kind.kind.field(link.field)
    let action = field?.onDelete?.rawValue ?? "cascade_many"
    return Entry(
      kind.kind.model, key: link.source.primaryKey, name: UsedByName.name(of: link.source), action: action)
  }
}
