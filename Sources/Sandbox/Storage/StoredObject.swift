import Catalog
import Model
import OrderedCollections

/// An object as it is stored: its place in the order of creation, its kind and its fields.
struct StoredObject: Sendable {
  let position: Int64
  let kind: ServedKind
  var fields: ValueMap

  var primaryKey: Value { fields[kind.kind.primaryKey] ?? .null }

  /// What policy bindings call the object.
  var policyTarget: Value { fields["policybindingmodel_ptr_id"] ?? fields["pbm_uuid"] ?? primaryKey }
}
