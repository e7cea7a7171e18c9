package import Model
package import OrderedCollections

/// A kind of object that authentik has: a row of the catalog.
///
/// It never changes and is passed by reference: every entry asks for its kind several times.
package final class Kind: Sendable {
  /// `app.model`, lower-case, as blueprints name it.
  package let model: String
  /// The component of the answer in OpenAPI, such as `Flow`.
  package let component: String
  /// Below `/api/v3`, with a slash at both ends.
  package let path: String
  /// The field whose value stands in the path of one object; nil where single objects have no path.
  package let detailField: String?
  /// The field of an answer that holds the primary key.
  package let primaryKey: String
  package let canList: Bool
  package let canUpdate: Bool
  package let canDelete: Bool
  package let hasUsedBy: Bool
  /// The exact filters of the list, and what they take.
  package let filters: OrderedDictionary<String, FieldType>
  /// In the order of the server's serializer.
  package let fields: [Field]
  package let writableFields: [Field]
  package let requiredFields: [Field]
  /// The fields that the API itself checks for uniqueness.
  package let uniqueFields: [String]
  /// Fields that are unique together, which the API checks once no field has an error.
  package let uniqueTogether: [[String]]
  /// False for the kinds that a bare body would create.
  package let canProbe: Bool

  /// Fields that are sent to an endpoint of their own.
  package let endpointFields: [Field]
  private let named: [String: Field]

  package init(
    model: String, component: String, path: String, primaryKey: String, detailField: String?,
    fields: [Field], filters: OrderedDictionary<String, FieldType>,
    canList: Bool = true, canUpdate: Bool = true, canDelete: Bool = true, hasUsedBy: Bool = false,
    uniqueFields: [String] = [], uniqueTogether: [[String]] = [], canProbe: Bool = false
  ) {
    self.model = model
    self.component = component
    self.path = path
    self.primaryKey = primaryKey
    self.detailField = detailField
    self.fields = fields
    self.filters = filters
    self.canList = canList
    self.canUpdate = canUpdate
    self.canDelete = canDelete
    self.hasUsedBy = hasUsedBy
    self.uniqueFields = uniqueFields
    self.uniqueTogether = uniqueTogether
    self.canProbe = canProbe
    writableFields = fields.filter { !$0.isReadOnly }
    requiredFields = fields.filter(\.isRequired)
    endpointFields = Self.endpointFields(model)
    named = Dictionary(
      (fields + endpointFields).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  package func field(_ name: String) -> Field? { named[name] }

  /// False where the list's filter takes another key than the field answers: a policy binding's `target`
  /// is filtered by `policybindingmodel_ptr_id` alone (recorded from 2024.8 and 2026.5).
  package func canFilter(by name: String) -> Bool {
    filters[name] != nil && field(name)?.refersTo != "authentik_policies.policybindingmodel"
  }

  /// The body of a PATCH that sets these fields of an object.
  ///
  /// The server checks a binding by the body alone (`re_evaluate_policies`, `target`; recorded from 2024.8
  /// and 2026.5), so a binding is sent whole.
  package func patchBody(_ changes: ValueMap, of object: Value) -> ValueMap {
    guard Self.checkedByBody.contains(model) else { return changes }
    let whole = writableFields.compactMap { field in object[field.name].map { (field.name, $0) } }
    return ValueMap(whole) { $1 }.merging(changes) { $1 }
  }

  private static let checkedByBody: Set<String> = [
    "authentik_flows.flowstagebinding", "authentik_policies.policybinding",
  ]

  /// The field that names the permission model behind the dot, as in `authentik_flows.add_flow`.
  package func permission(_ action: String) -> String {
    let parts = model.split(separator: ".", maxSplits: 1)
    return "\(parts[0]).\(action)_\(parts.count > 1 ? parts[1] : "")"
  }
}

extension Kind: Hashable {
  package static func == (left: Kind, right: Kind) -> Bool { left === right || left.row == right.row }

  package func hash(into hasher: inout Hasher) { hasher.combine(model) }
}
