import Catalog
import Model
import OrderedCollections

/// A stored object: its position in the order of creation, its kind and its fields.
struct StoredObject: Sendable {
  let position: Int64
  let kind: ServedKind
  var fields: ValueMap

  var primaryKey: Value { fields[kind.kind.primaryKey] ?? .null }

  /// The object's id in policy bindings.
  var policyTarget: Value { fields["policybindingmodel_ptr_id"] ?? fields["pbm_uuid"] ?? primaryKey }
}
