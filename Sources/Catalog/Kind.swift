package import Model
package import OrderedCollections

/// A kind of object that authentik has: a row of the catalog.
///
/// A class, because it never changes and every entry looks its kind up several times.
package final class Kind: Sendable {
  /// `app.model`, lower-case, as blueprints name it.
  package let model: String
  /// The component of the answer in OpenAPI, such as `Flow`.
  package let component: String
  /// Below `/api/v3`, with a slash at both ends.
  package let path: String
  /// The field that an object's path holds; nil if single objects have no path.
  package let detailField: String?
  /// The field of an answer that holds the primary key.
  package let primaryKey: String
  package let canList: Bool
  package let canUpdate: Bool
  package let canDelete: Bool
  package let hasUsedBy: Bool
  /// The exact filters of the list, and their types.
  package let filters: OrderedDictionary<String, FieldType>
  /// In the order of the server's serializer.
  package let fields: [Field]
  package let writableFields: [Field]
  package let requiredFields: [Field]
  /// The fields that the API itself checks for uniqueness.
  package let uniqueFields: [String]
  /// Fields that are unique together, which the API checks once no field has an error.
  package let uniqueTogether: [[String]]
  /// False for kinds that an empty body would create.
  package let canProbe: Bool
  /// The fields that every PATCH must include with their live values: the server resets missing ones, or
  /// validates the others by them.
  package let sentAlong: [String]
  /// The fields that a PATCH must include with their live values if it sets another field, by that field: a
  /// rule of the server reads both, but only if the other one is sent.
  package let sentWith: OrderedDictionary<String, [String]>
  /// Groups of fields; a create must set at least one field of each. OpenAPI calls none of them required.
  package let neededToCreate: [[String]]
  /// Names that authentik's own importer sets and the API does not accept.
  package let importerOnly: [String]
  /// The query of every list request, such as `superuser_full_list=true`.
  package let listQuery: OrderedDictionary<String, String>

  /// The answers' names for Django look-up names, such as `content_type__app_label`.
  package let lookupNames: [String: String]

  /// Fields that are sent to a separate endpoint.
  package let endpointFields: [Field]
  private let named: [String: Field]

  package init(
    model: String, component: String, path: String, primaryKey: String, detailField: String?,
    fields: [Field], filters: OrderedDictionary<String, FieldType>,
    canList: Bool = true, canUpdate: Bool = true, canDelete: Bool = true, hasUsedBy: Bool = false,
    uniqueFields: [String] = [], uniqueTogether: [[String]] = [], canProbe: Bool = false,
    sentAlong: [String] = [], sentWith: OrderedDictionary<String, [String]> = [:],
    neededToCreate: [[String]] = [],
    importerOnly: [String] = [],
    listQuery: OrderedDictionary<String, String> = [:], lookupNames: [String: String] = [:]
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
    self.sentAlong = sentAlong
    self.sentWith = sentWith
    self.neededToCreate = neededToCreate
    self.importerOnly = importerOnly
    self.listQuery = listQuery
    self.lookupNames = lookupNames
    writableFields = fields.filter { !$0.isReadOnly }
    requiredFields = fields.filter(\.isRequired)
    endpointFields = Self.endpointFields(model)
    named = Dictionary(
      (fields + endpointFields).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The fields that name an object in messages, the best one first. An export identifies by `slug` first.
  package static let nameFields = ["username", "slug", "name", "identifier", "domain"]

  package func field(_ name: String) -> Field? { named[name] }

  /// True if the list hides objects from users who may not open them; only a superuser's list is complete.
  package var hidesObjects: Bool { listQuery[Self.fullList] != nil }

  /// True if the list's objects lack members that a single object has. The list is asked to leave them out,
  /// because they are large and cannot be set.
  package var isListLean: Bool { listQuery.values.contains("false") }

  /// The list parameter that shows everything to superusers.
  package static let fullList = "superuser_full_list"

  /// False if the list's filter takes another key than the field answers: a policy binding's `target` can
  /// only be filtered by `policybindingmodel_ptr_id` (recorded from 2024.8 and 2026.5).
  package func canFilter(by name: String) -> Bool {
    filters[name] != nil && field(name)?.refersTo != "authentik_policies.policybindingmodel"
  }

  /// The body of a PATCH that sets these fields, with the live values that the server would otherwise reset
  /// or validate against (`sentAlong`, `sentWith`).
  package func patchBody(_ changes: ValueMap, of object: Value) -> ValueMap {
    let partners = changes.keys.flatMap { sentWith[$0] ?? [] }
    return body(changes, with: (sentAlong + partners).compactMap(field), of: object)
  }

  /// The body of a PATCH with every field of an object that can be read and written.
  ///
  /// For a server that refuses `patchBody` because members are missing.
  package func wholeBody(_ changes: ValueMap, of object: Value) -> ValueMap {
    body(changes, with: writableFields, of: object)
  }

  private func body(_ changes: ValueMap, with fields: [Field], of object: Value) -> ValueMap {
    let live = fields.compactMap { field -> (String, Value)? in
      guard !field.isWriteOnly, !field.isReplaced(by: changes), let value = object[field.name],
        field.takesBack(value)
      else { return nil }
      return (field.name, value)
    }
    return ValueMap(live) { $1 }.merging(changes) { $1 }
  }

  /// The name of a permission of the model, as in `authentik_flows.add_flow`.
  package func permission(_ action: String) -> String {
    let parts = model.split(separator: ".", maxSplits: 1)
    return "\(parts[0]).\(action)_\(parts.count > 1 ? parts[1] : "")"
  }
}

extension Kind: Hashable {
  package static func == (left: Kind, right: Kind) -> Bool { left === right || left.row == right.row }

  package func hash(into hasher: inout Hasher) { hasher.combine(model) }
}
