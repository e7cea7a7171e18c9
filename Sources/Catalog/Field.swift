package import Model
import OrderedCollections

/// A field of a kind of object, as the create endpoint and its answer describe it.
package struct Field: Sendable, Hashable {
  package let name: String
  package var type: FieldType
  /// A create without it is refused.
  package var isRequired = false
  /// The server answers it and takes no value for it.
  package var isReadOnly = false
  /// The server takes it and never answers it.
  package var isWriteOnly = false
  package var isNullable = false
  /// False where an empty text is refused.
  package var allowsBlank = true
  package var pattern: String?
  package var minLength: Int?
  package var maxLength: Int?
  package var minimum: Value?
  package var maximum: Value?
  package var maxItems: Int?
  /// The path to which the field is sent by itself, with `{key}` for the object's; nil for a field of the
  /// body.
  package var endpoint: String?
  /// The model, or the base class of models, whose primary key the field holds; nil where that is not known.
  package var refersTo: String?
  /// Nil for lists, and where the field refers to nothing.
  package var onDelete: DeleteRule?

  package init(name: String, type: FieldType) {
    self.name = name
    self.type = type
  }
}

extension Field {
  /// The field as it stands in a catalog row: what is at its default is left out.
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
    row["refersTo"] = refersTo.map(Value.string)
    row["onDelete"] = (onDelete?.rawValue).map(Value.string)
    return .map(row)
  }

  /// Nil where the row has no name.
  package init?(row: Value) {
    guard let name = row["name"]?.string else { return nil }
    self.init(name: name, type: FieldType(row: row["type"] ?? "any"))
    isRequired = row["required"] == true
    isReadOnly = row["readOnly"] == true
    isWriteOnly = row["writeOnly"] == true
    isNullable = row["nullable"] == true
    allowsBlank = row["blank"] != false
    pattern = row["pattern"]?.string
    minLength = row["minLength"]?.integer
    maxLength = row["maxLength"]?.integer
    minimum = row["minimum"]
    maximum = row["maximum"]
    maxItems = row["maxItems"]?.integer
    refersTo = row["refersTo"]?.string
    onDelete = row["onDelete"]?.string.flatMap(DeleteRule.init(rawValue:))
  }

  /// True for a list of other objects' keys, whose order the server does not keep (recorded from 2026.5:
  /// sent as [b, a], answered as [a, b]).
  package var isSetOfKeys: Bool {
    switch type {
    case .list(.text(.uuid)): true
    case .list(.integer): Self.integerKeys.contains { name == $0 || name.hasSuffix("_" + $0) }
    default: false
    }
  }

  /// Kinds with integer keys; any other list of integers (`asns` of a GeoIP policy) keeps its order.
  private static let integerKeys = ["providers", "users", "permissions"]

  /// True where a value must never be shown: write-only, or named like a secret.
  ///
  /// Some secrets do come back and are not marked in OpenAPI (authentik 2026.5: `client_secret` of an
  /// OAuth2 provider, `token` of a SCIM provider, `shared_secret`, `kubeconfig`).
  package var isSecret: Bool {
    if isWriteOnly, name != "permissions", name != Kind.grants { return true }
    guard case .text = type else { return name == "kubeconfig" || name == "credentials" }
    return SecretName.covers(name)
  }
}
