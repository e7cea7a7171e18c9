import Catalog
import Model
import OrderedCollections

/// Writes objects as the server answers them: the row's fields in their order, stored or computed.
struct AnswerWriter {
  let store: StoreTransaction
  /// Fields that the request set: the server shows what they refer to as its base class (recorded: `stage_obj`
  /// of a binding that was just made or replaced).
  var justSet: Set<String> = []

  /// How far objects are shown inside objects.
  private static let depth = 3

  func answer(_ object: StoredObject) throws -> Value {
    try answer(object, kind: object.kind.kind, depth: 0)
  }

  /// As the list of a kind or of a base class shows it: that of all policies shows whole objects (recorded).
  func answer(_ object: StoredObject, in kind: ServedKind) throws -> Value {
    let shown = kind.kind.model == "authentik_policies.policy" ? object.kind : kind
    return try answer(object, kind: shown.kind, depth: 0)
  }

  private func answer(_ object: StoredObject, kind: Kind, depth: Int) throws -> Value {
    var answer = ValueMap(minimumCapacity: kind.fields.count)
    for field in kind.fields where !field.isWriteOnly {
      answer[field.name] = try value(object, field.name, depth: depth)
    }
    return .map(answer)
  }

  private func value(_ object: StoredObject, _ field: String, depth: Int) throws -> Value {
    guard let computed = object.kind.computed[field] else {
      return object.fields[field] ?? object.kind.defaults[field] ?? .null
    }
    if let value = computed.value(of: object.fields) { return value }
    switch computed {
    case .object(let field, let shape): return try referred(object, field, shape, depth)
    case .referrers(let model, let field, let shape):
      return .list(
        try store.links(to: object, model: model, field: field).map { try shown($0.source, shape, depth) })
    case .referrer(let model, let field, let shape):
      return try store.links(to: object, model: model, field: field).first
        .map { try shown($0.source, shape, depth) } ?? .null
    case .referrerCount(let referrers):
      return .integer(
        try referrers.map { try store.linkCount(to: object, model: $0.model, field: $0.field) }.reduce(0, +))
    case .through(let model, let field, let target, let shape):
      guard let reference = store.kinds.kind(model)?.kind.field(target)?.refersTo else { return [] }
      let others = try store.links(to: object, model: model, field: field).compactMap {
        try store.object(referredToAs: reference, by: $0.source.fields[target] ?? .null)
      }
      return .list(try others.map { try shown($0, shape, depth) })
    default: return .null
    }
  }

  private func referred(_ object: StoredObject, _ field: String, _ shape: ComputedField.Shape, _ depth: Int)
    throws -> Value
  {
    let value = object.fields[field] ?? .null
    guard let model = object.kind.kind.field(field)?.refersTo else { return value.list == nil ? .null : [] }
    if let keys = value.list {
      return .list(
        try keys.compactMap { key in
          try store.object(referredToAs: model, by: key).map { try shown($0, shape, depth) }
        })
    }
    guard let other = try store.object(referredToAs: model, by: value) else { return .null }
    let isBase = store.kinds.kind(model)?.isBase == true
    guard isBase, depth == 0, justSet.contains(field), case .fields = shape,
      var shown = try shown(other, shape, depth).map
    else { return try shown(other, shape, depth) }
    let base = store.kinds.kind(model)
    shown["component"] = ""
    shown["verbose_name"] = (base?.messageName).map(Value.string)
    shown["verbose_name_plural"] = (base?.messageName).map { .string($0 + "s") }
    shown["meta_model_name"] = .string(model)
    return .map(shown)
  }

  private func shown(_ object: StoredObject, _ shape: ComputedField.Shape, _ depth: Int) throws -> Value {
    switch shape {
    case .field(let name): return try value(object, name, depth: depth + 1)
    case .whole:
      return depth < Self.depth ? try answer(object, kind: object.kind.kind, depth: depth + 1) : [:]
    case .fields(let names):
      guard depth < Self.depth else { return [:] }
      return .map(
        ValueMap(
          uniqueKeysWithValues: try names.map { ($0, try value(object, $0, depth: depth + 1)) }))
    }
  }
}
