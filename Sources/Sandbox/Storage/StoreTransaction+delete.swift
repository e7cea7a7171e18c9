import Catalog
import Model
import OrderedCollections

extension StoreTransaction {
  /// Deletes an object and the objects that cannot exist without it, and removes it from the fields that
  /// named it.
  func delete(cascading object: StoredObject) throws {
    let links = try links(to: object)
    // First, so that a circle of references ends.
    try remove(object)
    try ServiceAccount.delete(with: object, self)
    try Devices(store: self).delete(of: object)
    for link in links {
      // An earlier round may have changed or deleted it.
      guard
        var source = try self.object(
          link.source.kind, primaryKey: Coercion.text(link.source.primaryKey) ?? "")
      else { continue }
      if let items = source.fields[link.field]?.list {
        source.fields[link.field] = .list(
          items.filter { $0 != object.primaryKey && $0 != object.policyTarget })
        try update(source)
      } else if source.kind.kind.field(link.field)?.onDelete == .cascade {
        try delete(cascading: source)
      } else {
        source.fields[link.field] = .null
        try update(source)
      }
    }
  }

  /// Stores the mirrored fields of the body at the objects that they name.
  func mirror(_ sent: ValueMap, to object: StoredObject) throws {
    for name in ComputedFields.mirrored[object.kind.kind.model] ?? [] {
      guard let keys = sent[name]?.list, let field = object.kind.kind.field(name), !field.isReadOnly,
        case .list(let type) = field.type, let computed = object.kind.computed[name]
      else { continue }
      try mirror(keys.map { Coercion.normalized($0, as: type) }, to: object, computed)
    }
  }

  /// Makes exactly the objects that a mirrored field names refer to an object.
  private func mirror(_ keys: [Value], to object: StoredObject, _ mirror: ComputedField) throws {
    guard case .referrers(let model, let field, _) = mirror, let kind = kinds.kind(model) else { return }
    let key = object.primaryKey
    let isList = kind.kind.field(field)?.type.isList == true
    for link in try links(to: object, model: model, field: field) where !keys.contains(link.source.primaryKey)
    {
      var source = link.source
      let others = (source.fields[field]?.list ?? []).filter { $0 != key }
      source.fields[field] = isList ? .list(others) : Value.null
      try update(source)
    }
    for named in keys {
      guard var source = try self.object(kind, primaryKey: Coercion.text(named) ?? "") else { continue }
      let items = source.fields[field]?.list ?? []
      guard !items.contains(key) else { continue }
      source.fields[field] = isList ? .list(items + [key]) : key
      try update(source)
    }
  }
}
