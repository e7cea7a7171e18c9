import Catalog
import Model
import OrderedCollections
import YAML

/// Writes one object as an entry of a blueprint.
struct EntryWriter {
  let object: ExportedObject
  let index: ObjectIndex
  var keys: NaturalKeys
  let names: EntryNames
  let described: Set<ExportedObject.Identifier>
  let defaults: CreateDefaults?
  private(set) var diagnostics: [Diagnostic] = []

  init(
    object: ExportedObject, index: ObjectIndex, keys: NaturalKeys, names: EntryNames,
    described: Set<ExportedObject.Identifier>, defaults: CreateDefaults?
  ) {
    self.object = object
    self.index = index
    self.keys = keys
    self.names = names
    self.described = described
    self.defaults = defaults
  }

  private var kind: Kind { object.kind }

  mutating func entry() -> YAMLTree {
    let key = keys.fields(of: object) ?? []
    let identifiers = key.map { YAMLTree.Pair.pair($0, tree($0)) }
    var attrs: [YAMLTree.Pair] = []
    for field in object.writtenFields where !key.contains(field.name) {
      let value = object.fields[field.name] ?? .null
      if field.isSecret {
        if let comment = comment(on: field, value) { attrs.append(.comment(comment)) }
      } else if object.fields[field.name] != nil, !isLeftOut(value, field) {
        attrs.append(.pair(field.name, tree(field.name)))
      }
    }
    for field in kind.endpointFields where field.name != Kind.grants {
      if let granted = object.fields[field.name] {
        if granted.list?.isEmpty == false { attrs.append(.pair(field.name, .value(granted))) }
      } else if field.isSecret {
        attrs.append(.comment(neverAnswered(field)))
      }
    }
    var pairs: [YAMLTree.Pair] = [.pair("model", .value(.string(kind.model)))]
    if let id = names[object] { pairs.append(.pair("id", .value(.string(id)))) }
    pairs.append(.pair("identifiers", .map(identifiers)))
    if !attrs.isEmpty { pairs.append(.pair("attrs", .map(attrs))) }
    return .map(pairs)
  }

  private func isLeftOut(_ value: Value, _ field: Field) -> Bool {
    // A server may answer null where it accepts none: it has no value for a field that is newer than the object.
    if value.isNull, !field.isNullable { return true }
    return defaults?.isRedundant(value, of: field, in: kind) ?? false
  }

  // MARK: - Secrets

  /// An export never holds a secret; the comment tells how to set it. Nil if the server has none.
  private func comment(on field: Field, _ value: Value) -> String? {
    if field.isWriteOnly { return neverAnswered(field) }
    guard !value.isNull, value != "", value != [:] else { return nil }
    return
      "\(field.name): !Env \(variable(field))  (a secret; the server has one, but an export never holds it)"
  }

  private func neverAnswered(_ field: Field) -> String {
    "\(field.name): !Env \(variable(field))  (the server never shows it)"
  }

  /// Such as `GRAFANA_CLIENT_SECRET`.
  private func variable(_ field: Field) -> String {
    var keys = keys
    let name = (keys.fields(of: object) ?? []).lazy.compactMap { object.fields[$0]?.string }.first ?? ""
    let words = "\(name) \(field.name)".uppercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    return words.joined(separator: "_")
  }

  // MARK: - Values

  private mutating func tree(_ name: String) -> YAMLTree {
    let value = object.fields[name] ?? .null
    guard let field = kind.field(name) else { return .value(value) }
    // The server trims sent texts, but not the defaults of its models.
    if case .string(let text) = value { return tree(.string(Coercion.trimmed(text)), field) }
    guard let items = value.list else { return tree(value, field) }
    var trees: [YAMLTree] = []
    for item in index.sorted(items, field) { trees.append(tree(item, field)) }
    return .list(trees)
  }

  private mutating func tree(_ value: Value, _ field: Field) -> YAMLTree {
    if let other = index.object(value, of: field) {
      if described.contains(other.id), let name = names[other] {
        return .tagged("!KeyOf", .value(.string(name)))
      }
      if let find = find(other) { return find }
    }
    if field.refersTo != nil, !value.isNull, value != "" {
      diagnostics.append(
        .warning(
          "`\(field.name)` of \(kind.model) \(keyText) refers to \(Coercion.text(value) ?? ""), an object that could not be read or has no name; replace the key with a !Find",
          at: nil))
    }
    return .value(value)
  }

  private var keyText: String {
    var keys = keys
    return (keys.fields(of: object) ?? []).compactMap { Coercion.text(object.fields[$0] ?? .null) }.joined(
      separator: " ")
  }

  /// A look-up of an object outside the file; nil if it has no natural key.
  private mutating func find(_ other: ExportedObject) -> YAMLTree? {
    guard let key = keys.fields(of: other) else { return nil }
    var conditions: [YAMLTree] = []
    for name in key {
      let value = other.fields[name] ?? .null
      guard let field = other.kind.field(name) else { return nil }
      let related = index.object(value, of: field)
      guard related?.id != object.id else { return nil }
      let nested = related.flatMap { find($0) }
      conditions.append(.list([.value(.string(name)), nested ?? .value(value)]))
    }
    return .tagged("!Find", .list([.value(.string(other.kind.model))] + conditions))
  }
}

extension ExportedObject {
  /// The fields that a blueprint may set; values that a server writes by itself and points in time are left
  /// out.
  var writtenFields: [Field] {
    kind.fields.filter { field in
      !field.isReadOnly && field.type != .text(.dateTime) && field.name != kind.primaryKey
        && field.name != "managed" && !isMirror(field)
        && Self.leftOut[kind.model]?.contains(field.name) != true
    }
  }

  /// True for the other end of a relation, which 2024.8 lists as writable: `flow_set`, `promptstage_set`.
  private func isMirror(_ field: Field) -> Bool { field.name.hasSuffix("_set") && field.type.isList }

  /// Fields that are set on the other side of the relation.
  private static let leftOut: [String: Set<String>] = ["authentik_core.group": ["users"]]
}
