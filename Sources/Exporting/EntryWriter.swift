import Catalog
import Model
import OrderedCollections
import YAML

/// Writes one object as an entry of a blueprint.
struct EntryWriter {
  let object: ExportedObject
  let index: ObjectIndex
  var keys: NaturalKeys
  /// The ids of the entries that `!KeyOf` may name: those of the same file.
  let names: [ExportedObject.Identifier: String]
  let style: EntryStyle
  private(set) var diagnostics: [Diagnostic] = []
  /// The secret fields that the entry leaves to the user, each with a variable for it.
  private(set) var secrets: [(field: String, variable: String)] = []

  init(
    object: ExportedObject, index: ObjectIndex, keys: NaturalKeys,
    names: [ExportedObject.Identifier: String], style: EntryStyle
  ) {
    self.object = object
    self.index = index
    self.keys = keys
    self.names = names
    self.style = style
  }

  private var kind: Kind { object.kind }

  mutating func entry() -> YAMLTree {
    let key = keys.fields(of: object) ?? []
    let identifiers = key.map { YAMLTree.Pair.pair($0, tree($0)) }
    let attrs = attrs()
    var pairs: [YAMLTree.Pair] = [.pair("model", .value(.string(kind.model)))]
    if let id = names[object.id] { pairs.append(.pair("id", .value(.string(id)))) }
    pairs.append(.pair("identifiers", .map(identifiers)))
    if !attrs.isEmpty { pairs.append(.pair("attrs", .map(attrs))) }
    return .map(pairs)
  }

  /// The fields that are not identifiers.
  private mutating func attrs() -> [YAMLTree.Pair] {
    let key = keys.fields(of: object) ?? []
    var attrs: [YAMLTree.Pair] = []
    for field in object.writtenFields where !key.contains(field.name) {
      let value = object.fields[field.name] ?? .null
      if field.isSecret {
        if let reason = secret(field, value) { attrs.append(secretPair(field, reason)) }
      } else if object.fields[field.name] != nil, !isLeftOut(value, field) {
        attrs.append(.pair(field.name, tree(field.name)))
      }
    }
    for field in kind.endpointFields where field.name != Kind.grants {
      if let granted = object.fields[field.name] {
        if granted.list?.isEmpty == false { attrs.append(.pair(field.name, .value(granted))) }
      } else if field.isSecret {
        attrs.append(secretPair(field, Self.neverAnswered))
      }
    }
    return attrs
  }

  /// The values of all fields that the entry of the object has, identifiers included.
  mutating func values() -> OrderedDictionary<String, YAMLTree> {
    var values: OrderedDictionary<String, YAMLTree> = [:]
    for name in keys.fields(of: object) ?? [] { values[name] = tree(name) }
    for case .pair(let name, let tree) in attrs() { values[name] = tree }
    return values
  }

  private func isLeftOut(_ value: Value, _ field: Field) -> Bool {
    // A server may answer null where it accepts none: it has no value for a field that is newer than the object.
    if value.isNull, !field.isNullable { return true }
    return style.leavesOut(value, of: field, in: kind)
  }

  // MARK: - Secrets

  private static let neverAnswered = "the server never shows it"

  /// An export never holds a secret. Returns the reason for its comment, or nil if the server has none.
  private func secret(_ field: Field, _ value: Value) -> String? {
    if field.isWriteOnly { return Self.neverAnswered }
    guard !value.isNull, value != "", value != [:] else {
      return style.older?.requires(field.name, of: kind.model) == true
        ? "a secret that the older version needs" : nil
    }
    return "a secret; the server has one, but an export never holds it"
  }

  /// The comment that tells how to set a secret, or the secret as a variable.
  private mutating func secretPair(_ field: Field, _ reason: String) -> YAMLTree.Pair {
    let variable = variable(field)
    secrets.append((field.name, variable))
    return style.readsSecretsFromEnvironment
      ? .pair(field.name, .tagged("!Env", .value(.string(variable))))
      : .comment("\(field.name): !Env \(variable)  (\(reason))")
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
      if let name = names[other.id] {
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

  var keyText: String {
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
