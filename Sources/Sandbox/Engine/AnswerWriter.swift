import Catalog
import FoundationEssentials
import Model
import OrderedCollections

/// Writes objects like the server: the row's fields in order, stored or computed.
struct AnswerWriter {
  let store: StoreTransaction
  let context: RequestContext
  /// Fields that the request set: the server shows their objects as the base class (recorded: `stage_obj` of
  /// a binding that was just created or replaced).
  var justSet: Set<String> = []
  /// The answer to a PATCH shows nested objects as they were sent; other answers add the defaults of their
  /// members (recorded from 2026.5).
  var isPartial = false
  /// The object before the write, if its provider still shows that one (`ServerTraits`).
  var former: StoredObject?

  /// How deep objects are shown inside objects.
  private static let depth = 3

  func answer(_ object: StoredObject) throws -> Value {
    try answer(object, kind: object.kind.kind, depth: 0)
  }

  /// The object in a list of a kind or base class: the list of all policies shows whole objects (recorded).
  func answer(_ object: StoredObject, in kind: ServedKind) throws -> Value {
    let shown = kind.kind.model == "authentik_policies.policy" ? object.kind : kind
    return try answer(object, kind: shown.kind, depth: 0)
  }

  private func answer(_ object: StoredObject, kind: Kind, depth: Int) throws -> Value {
    var answer = ValueMap(minimumCapacity: kind.fields.count)
    for field in kind.fields where !field.isWriteOnly {
      // Without a value, the answer omits the member.
      let shown = try value(object, field.name, depth: depth)
      answer[field.name] =
        isPartial || field.type.members == nil || field.isReadOnly
        ? shown : shown.map { Coercion.normalized($0, as: field.type) }
    }
    return .map(answer)
  }

  private func value(_ object: StoredObject, _ field: String, depth: Int) throws -> Value? {
    if object.kind.omitted.contains(field) { return Optional.none }
    guard let computed = object.kind.computed[field] else {
      return object.fields[field] ?? object.kind.defaults[field] ?? .null
    }
    if let value = computed.value(of: object.fields, base: context.base) { return value }
    switch computed {
    case .object(let field, let shape): return try referred(object, field, shape, depth)
    case .referrers(let model, let field, let shape):
      return .list(
        try store.links(to: object, model: model, field: field).map { try shown($0.source, shape, depth) })
    case .referrer(let model, let field, let shape):
      if let first = try store.links(to: object, model: model, field: field).first?.source {
        // Measured on 2026.2.2: the providers of the other field show the new object.
        let isFormer = field == "provider" && first.position == former?.position
        return try shown((isFormer ? former : nil) ?? first, shape, depth)
      }
      let isOmitted = context.traits.omitsMissingApplication && field == "backchannel_providers"
      return isOmitted ? Optional.none : .null
    case .owner(let shape):
      // A user who was recorded and is not one of the sandbox's users.
      if case .map? = object.fields[field] { return object.fields[field] }
      return try store.object(referredToAs: TokenUsers.model, by: object.fields[field] ?? .null)
        .map { try shown($0, shape, depth) } ?? .null
    case .matching(let field, let model, let other, let shape):
      guard let kind = store.kinds.kind(model) else { return [] }
      return .list(
        try (object.fields[field]?.list ?? []).flatMap { value in
          var query = ListQuery(kind)
          query.filter(other, equals: value)
          return try store.objects(query, limit: 1, offset: 0).map { try shown($0, shape, depth) }
        })
    case .made(let model, let field, let template, let shape):
      guard let kind = store.kinds.kind(model) else { return .null }
      var query = ListQuery(kind)
      query.filter(field, equals: .string(ComputedField.filled(template, from: object.fields)))
      return try store.objects(query, limit: 1, offset: 0).first.map { try shown($0, shape, depth) } ?? .null
    case .launch: return try launchAddress(object)
    case .lifecycleTarget: return try target(object)
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
    // Recorded from both versions: lists and the sources of users are shown as their base class, others only
    // when they are new.
    let isAsBase =
      depth == 0 && (value.list != nil || model == "authentik_core.source" || justSet.contains(field))
    if let keys = value.list {
      return .list(
        try keys.compactMap { key in
          try store.object(referredToAs: model, by: key).map {
            try isAsBase ? shownAsBase($0, model, shape, isList: true) : shown($0, shape, depth)
          }
        })
    }
    guard let other = try store.object(referredToAs: model, by: value) else { return .null }
    return try isAsBase ? shownAsBase(other, model, shape, isList: false) : shown(other, shape, depth)
  }

  private func shownAsBase(
    _ object: StoredObject, _ model: String, _ shape: ComputedField.Shape, isList: Bool
  ) throws -> Value {
    guard let base = store.kinds.kind(model), base.isBase, base.kind.field("meta_model_name") != nil,
      model != "authentik_core.provider" || isList,
      case .fields = shape,
      var shown = try shown(object, shape, 0).map
    else { return try shown(object, shape, 0) }
    // The icons of a source's kind are not those of its base class. Before `icon_url`, `icon` was such an address.
    if shown["icon_url"] != nil {
      if object.fields["icon"] == "" { shown["icon_url"] = .null }
    } else if shown["icon"] != nil, object.kind.computed["icon"] != nil {
      shown["icon"] = .null
    }
    shown["component"] = ""
    shown["verbose_name"] = .string(base.messageName)
    shown["verbose_name_plural"] = .string(base.messageName + "s")
    shown["meta_model_name"] = .string(model)
    return .map(shown)
  }

  private func shown(_ object: StoredObject, _ shape: ComputedField.Shape, _ depth: Int) throws -> Value {
    switch shape {
    case .field(let name): return try value(object, name, depth: depth + 1) ?? .null
    case .whole:
      return depth < Self.depth ? try answer(object, kind: object.kind.kind, depth: depth + 1) : [:]
    case .fields(let names):
      guard depth < Self.depth else { return [:] }
      return .map(
        try names.reduce(into: ValueMap()) { $0[$1] = try value(object, $1, depth: depth + 1) })
    }
  }

  private func launchAddress(_ application: StoredObject) throws -> Value {
    if let own = application.fields["meta_launch_url"], own != "" { return own }
    let key = application.fields["provider"] ?? .null
    guard let provider = try store.object(referredToAs: "authentik_core.provider", by: key) else {
      return .null
    }
    if let host = provider.fields["external_host"] { return host }
    guard
      let redirect = provider.fields["redirect_uris"]?.list?.first?["url"]?.string.flatMap(URL.init(string:)),
      let scheme = redirect.scheme, let host = redirect.host
    else { return .null }
    return .string("\(scheme)://\(host)\(redirect.port.map { ":\($0)" } ?? "")")
  }

  /// The target of a rule: one object, or all of a kind.
  private func target(_ rule: StoredObject) throws -> Value {
    guard let kind = store.kinds.kind(rule.fields["content_type"]?.string ?? "") else { return "" }
    guard let key = rule.fields["object_id"], key != .null else { return .string(kind.verboseNamePlural) }
    let object = try store.object(referredToAs: kind.kind.model, by: key)
    return .string("\(kind.verboseName): \(object.map(UsedByName.name) ?? "")")
  }
}
