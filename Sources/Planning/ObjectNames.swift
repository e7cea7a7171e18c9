package import Catalog
package import Model
import OrderedCollections

/// Readable names for the objects whose keys appear in a plan: `flow[slug=login]`, `group[name=Staff]`,
/// `akadmin`.
package struct ObjectNames: Sendable {
  /// A UUID is unique; an integer is unique only within a family of models.
  private struct Key: Hashable {
    let family: String?
    let text: String

    init?(_ key: Value, model: String?) {
      guard let text = Coercion.text(key)?.lowercased(), !text.isEmpty else { return nil }
      self.text = text
      family = Coercion.isUUID(text) ? nil : model.map(Self.family)
    }

    private static func family(_ model: String) -> String {
      model.hasPrefix("authentik_providers_") ? "authentik_core.provider" : model
    }
  }

  private var names: [Key: String] = [:]

  package init() {}

  /// The name of an object of a model, or of a model below a base class; nil if it is not known.
  package func name(_ key: Value, of model: String?) -> String? {
    Key(key, model: model).flatMap { names[$0] }
  }

  /// Adds the name of an object that was read, and of the objects that its answer shows beside their keys.
  package mutating func add(_ object: Value, as kind: Kind) {
    if let key = Key(object[kind.primaryKey] ?? .null, model: kind.model),
      let name = Self.name(of: object, model: kind.model, fields: kind.uniqueFields + Kind.nameFields)
    {
      names[key] = name
    }
    for field in kind.fields {
      guard let model = field.refersTo, let shown = object["\(field.name)_obj"] else { continue }
      for object in shown.list ?? [shown] {
        guard let key = Key(object["pk"] ?? .null, model: model), names[key] == nil else { continue }
        names[key] = Self.name(of: object, model: model, fields: Kind.nameFields)
      }
    }
  }

  /// Adds the name of an object that a blueprint looks up.
  package mutating func add(_ address: ResourceAddress, key: Value) {
    guard let key = Key(key, model: address.model), names[key] == nil else { return }
    names[key] = address.description.split(separator: ".", maxSplits: 1).last.map(String.init)
  }

  private static func name(of object: Value, model: String, fields: [String]) -> String? {
    let found = fields.lazy.compactMap { field -> (field: String, text: String)? in
      guard let text = object[field]?.string, !text.isEmpty, !Coercion.isUUID(text) else { return nil }
      return (field, text)
    }.first
    guard let (field, text) = found else { return nil }
    if field == "username" { return text }
    let address = ResourceAddress(model: model, identifiers: [(key: field, value: .string(text))])
    return address.description.split(separator: ".", maxSplits: 1).last.map(String.init)
  }
}

extension Plan {
  /// The plan with names for the keys in its fields.
  package func naming(_ names: ObjectNames, catalog: Catalog) -> Plan {
    var named = self
    for index in changes.indices {
      guard let kind = catalog.kind(changes[index].address.model) else { continue }
      for position in changes[index].fields.indices {
        let keys = changes[index].fields[position].keys(in: kind)
        guard !keys.isEmpty else { continue }
        let model = kind.field(changes[index].fields[position].fieldName)?.refersTo
        for key in keys {
          guard let text = Coercion.text(key), let name = names.name(key, of: model) else { continue }
          named.changes[index].fields[position].names[text] = name
        }
      }
    }
    return named
  }

  /// The keys in a plan's fields that have no known name, by the model they refer to.
  package func unnamedKeys(_ names: ObjectNames, catalog: Catalog) -> [String: Set<Value>] {
    changes.writes.reduce(into: [:]) { keys, change in
      guard let kind = catalog.kind(change.address.model) else { return }
      for field in change.fields {
        guard let model = kind.field(field.fieldName)?.refersTo else { continue }
        let unnamed = field.keys(in: kind).filter { names.name($0, of: model) == nil }
        if !unnamed.isEmpty { keys[model, default: []].formUnion(unnamed) }
      }
    }
  }
}

extension FieldChange {
  /// The keys of other objects among the values, if the field refers to objects.
  fileprivate func keys(in kind: Kind) -> [Value] {
    guard !isSecret, let field = kind.field(fieldName), field.refersToObjects else { return [] }
    return [before, after].flatMap { value in value.list ?? [value] }.filter { value in
      switch value {
      case .string, .integer: true
      default: false
      }
    }
  }
}

extension Field {
  fileprivate var refersToObjects: Bool {
    switch type {
    case .text(.uuid), .list(.text(.uuid)): true
    default: refersTo != nil
    }
  }
}
