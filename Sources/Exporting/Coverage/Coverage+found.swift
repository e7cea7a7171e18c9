import Catalog
import Model
import OrderedCollections

extension Coverage {
  /// Sorts the objects: described, missing, left over, or apart.
  package init(_ input: CoverageInput) {
    let index = ObjectIndex(input.objects)
    let parts = ExportParts(index)
    var names = LiveNames(index)
    for kind in input.kinds.sorted(by: { $0.model < $1.model }) {
      var found = OfKind(model: kind.model)
      var apart: OrderedDictionary<Reason, Apart> = [:]
      let described = input.described[kind.model] ?? []
      for object in index.objects(of: kind.model) {
        if described.contains(object.primaryKey) {
          found.described += 1
        } else if let left = input.leftOver[kind.model]?[object.primaryKey] {
          leftOver.append(left)
        } else if let reason = Self.reason(object, index) {
          apart[reason, default: Apart(reason: reason, model: kind.model)].count += 1
          apart[reason]?.names.append(names.name(of: object))
        } else {
          found.missing.append(
            Missing(
              address: names.address(of: object), name: names.name(of: object),
              primaryKey: object.primaryKey,
              options: parts.options(for: object)))
        }
      }
      if let count = input.counts[kind.model] {
        found.described = described.count
        let others = count - described.count - (input.leftOver[kind.model]?.count ?? 0)
        if others > 0 {
          apart[.notExported] = Apart(reason: .notExported, model: kind.model, count: others)
        }
        leftOver += (input.leftOver[kind.model] ?? [:]).values
      }
      found.missing.sort { $0.address < $1.address }
      if found.total > 0 { kinds.append(found) }
      self.apart += apart.values.map { part in
        var sorted = part
        sorted.names.sort()
        return sorted
      }
    }
    leftOver.sort { $0.address < $1.address }
  }

  /// Why an object needs no blueprint; nil if it is configuration.
  private static func reason(_ object: ExportedObject, _ index: ObjectIndex) -> Reason? {
    if !ExportScope.describes(object.kind) { return .notExported }
    if object.isManaged { return .managed }
    if isShipped(object, index) { return .shipped }
    return object.isPerson ? .people : nil
  }

  /// A binding is authentik's own if it binds one of its objects to another one.
  private static func isShipped(_ object: ExportedObject, _ index: ObjectIndex) -> Bool {
    if ShippedObject.contains(object.fields, of: object.kind.model) { return true }
    let model = object.kind.model
    let ends: [String]
    switch model {
    case "authentik_flows.flowstagebinding": ends = ["target", "stage"]
    case "authentik_policies.policybinding": ends = ["target", "policy"]
    default: return false
    }
    return ends.allSatisfy { name in
      guard let key = object.fields[name], !key.isNull,
        let other = index.object(
          key, referredToAs: name == "target" ? nil : object.kind.field(name)?.refersTo)
      else { return false }
      return isShipped(other, index)
    }
  }
}

extension ExportedObject {
  /// True for an object that authentik maintains: by its `managed` name, the account of an outpost, or the
  /// connection that it finds by itself.
  fileprivate var isManaged: Bool {
    managed != nil || fields["type"] == "internal_service_account"
      || (kind.model.hasSuffix("serviceconnection") && fields["local"] == true)
  }

  /// True for a user who is no service account.
  fileprivate var isPerson: Bool {
    kind.model == "authentik_core.user" && fields["type"] != "service_account"
  }
}
