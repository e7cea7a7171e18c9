package import Model
import OrderedCollections

/// A field of a kind, as the create endpoint and its answer describe it.
///
/// A class, because it never changes and every field of every entry is looked up several times.
package final class Field: Sendable {
  package let name: String
  package let type: FieldType
  /// True if a create without it is refused.
  package let isRequired: Bool
  /// True if the server answers it and accepts no value for it.
  package let isReadOnly: Bool
  /// True if the server accepts it and never answers it.
  package let isWriteOnly: Bool
  package let isNullable: Bool
  /// False if an empty text is refused.
  package let allowsBlank: Bool
  /// True for a text that the server reads as a duration (`DurationText`); OpenAPI does not state it.
  package let isDuration: Bool
  package let pattern: String?
  package let minLength: Int?
  package let maxLength: Int?
  package let minimum: Value?
  package let maximum: Value?
  package let maxItems: Int?
  /// The value that a create without the field stores, if OpenAPI states it.
  package let defaultValue: Value?
  /// When the server replaces the sent value by another one. Nil if it never does.
  package let replacement: Replacement?
  /// The `managed` names of the objects that the server adds to this list of references on every write.
  package let addedByServer: [String]
  /// The path that only this field is sent to, with `{key}` for the object's key; nil for a field of the
  /// body.
  package let endpoint: String?
  /// The model or base class that the field's primary key belongs to; nil if that is not known.
  package let refersTo: String?
  /// Nil for lists, and if the field refers to nothing.
  package let onDelete: DeleteRule?
  /// True if a value must never be shown: write-only, or named like a secret.
  ///
  /// The server answers some secrets, and OpenAPI does not mark them (authentik 2026.5: `client_secret` of an
  /// OAuth2 provider, `token` of a SCIM provider, `shared_secret`, `kubeconfig`).
  package let isSecret: Bool
  /// True for a list that the server reorders (recorded from 2026.5: sent as [b, a], answered as [a, b]): the
  /// keys of other objects, and fields that the corrections name.
  package let isSet: Bool
  /// True if only one object of the kind may have the field set, such as `default` of a brand.
  package let isSingle: Bool
  private let isCorrectedToSet: Bool

  package init(
    name: String, type: FieldType, isRequired: Bool = false, isReadOnly: Bool = false,
    isWriteOnly: Bool = false, isNullable: Bool = false, allowsBlank: Bool = true, pattern: String? = nil,
    minLength: Int? = nil, maxLength: Int? = nil, minimum: Value? = nil, maximum: Value? = nil,
    maxItems: Int? = nil, defaultValue: Value? = nil, isSet: Bool = false, isDuration: Bool = false,
    isSingle: Bool = false, replacement: Replacement? = nil,
    addedByServer: [String] = [], endpoint: String? = nil, refersTo: String? = nil,
    onDelete: DeleteRule? = nil
  ) {
    self.name = name
    self.type = type
    self.isRequired = isRequired
    self.isReadOnly = isReadOnly
    self.isWriteOnly = isWriteOnly
    self.isNullable = isNullable
    self.allowsBlank = allowsBlank
    self.isDuration = isDuration
    self.isSingle = isSingle
    self.pattern = pattern
    self.minLength = minLength
    self.maxLength = maxLength
    self.minimum = minimum
    self.maximum = maximum
    self.maxItems = maxItems
    self.defaultValue = defaultValue
    self.replacement = replacement
    self.addedByServer = addedByServer
    self.endpoint = endpoint
    self.refersTo = refersTo
    self.onDelete = onDelete
    isSecret = Self.isSecret(name, type, isWriteOnly: isWriteOnly)
    isCorrectedToSet = isSet
    self.isSet = isSet || Self.isSetOfKeys(name, type, isReference: refersTo != nil)
  }

  private static func isSecret(_ name: String, _ type: FieldType, isWriteOnly: Bool) -> Bool {
    if isWriteOnly, name != "permissions", name != Kind.grants { return true }
    guard case .text = type else { return name == "kubeconfig" || name == "credentials" }
    return SecretName.covers(name)
  }

  private static func isSetOfKeys(_ name: String, _ type: FieldType, isReference: Bool) -> Bool {
    switch type {
    case .list(.text(.uuid)): true
    case .list(.integer): isReference || integerKeys.contains { name == $0 || name.hasSuffix("_" + $0) }
    default: false
    }
  }

  /// Lists of integer keys; any other list of integers (`asns` of a GeoIP policy) keeps its order.
  private static let integerKeys = ["providers", "users", "permissions"]
}

extension Field: Hashable {
  package static func == (left: Field, right: Field) -> Bool {
    left === right || (left.endpoint == right.endpoint && left.row == right.row)
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension Field {
  /// False for a live value that the server would refuse in a write.
  func takesBack(_ value: Value) -> Bool {
    switch value {
    case .null: isNullable
    case .string(""): allowsBlank
    default: true
    }
  }

  /// Whether the server derives the field from a value that these changes set. Sending the live value would
  /// prevent that.
  func isReplaced(by changes: ValueMap) -> Bool {
    replacement?.holds { changes[$0] } ?? false
  }

  /// The field as a catalog row; properties with their default value are left out.
  package var row: Value {
    var row: ValueMap = ["name": .string(name), "type": type.row]
    if isRequired { row["required"] = true }
    if isReadOnly { row["readOnly"] = true }
    if isWriteOnly { row["writeOnly"] = true }
    if isNullable { row["nullable"] = true }
    if !allowsBlank { row["blank"] = false }
    row["pattern"] = pattern.map(Value.string)
    row["minLength"] = minLength.map(Value.integer)
    row["maxLength"] = maxLength.map(Value.integer)
    row["minimum"] = minimum
    row["maximum"] = maximum
    row["maxItems"] = maxItems.map(Value.integer)
    row["default"] = defaultValue
    if isCorrectedToSet { row["set"] = true }
    if isDuration { row["duration"] = true }
    if isSingle { row["single"] = true }
    row["replaced"] = replacement?.row
    if !addedByServer.isEmpty { row["adds"] = .list(addedByServer.map(Value.string)) }
    row["refersTo"] = refersTo.map(Value.string)
    row["onDelete"] = (onDelete?.rawValue).map(Value.string)
    return .map(row)
  }

  /// Nil if the row has no name.
  package convenience init?(row: Value) {
    guard let name = row["name"]?.string else { return nil }
    self.init(
      name: name, type: FieldType(row: row["type"] ?? "any"), isRequired: row["required"] == true,
      isReadOnly: row["readOnly"] == true, isWriteOnly: row["writeOnly"] == true,
      isNullable: row["nullable"] == true, allowsBlank: row["blank"] != false,
      pattern: row["pattern"]?.string, minLength: row["minLength"]?.integer,
      maxLength: row["maxLength"]?.integer, minimum: row["minimum"], maximum: row["maximum"],
      maxItems: row["maxItems"]?.integer, defaultValue: row["default"], isSet: row["set"] == true,
      isDuration: row["duration"] == true, isSingle: row["single"] == true,
      replacement: row["replaced"].flatMap(Replacement.init(row:)),
      addedByServer: (row["adds"]?.list ?? []).compactMap(\.string), refersTo: row["refersTo"]?.string,
      onDelete: row["onDelete"]?.string.flatMap(DeleteRule.init(rawValue:)))
  }
}
