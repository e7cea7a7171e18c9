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
  /// The fields whose live values every PATCH takes along: the server resets those that a PATCH leaves out, or
  /// judges the others by them.
  package let sentAlong: [String]
  /// The fields whose live values a PATCH takes along if it sets another field, by that field: a rule of the server
  /// reads both, and only if the one is sent.
  package let sentWith: OrderedDictionary<String, [String]>
  /// Groups of fields of which a create must set one at least; OpenAPI calls none of them required.
  package let neededToCreate: [[String]]
  /// Names that authentik's own importer sets and that the API takes no value for.
  package let importerOnly: [String]
  /// What every request for the list has in its query, such as `superuser_full_list=true`.
  package let listQuery: OrderedDictionary<String, String>

  /// What the answers call what a look-up names as Django does, such as `content_type__app_label`.
  package let lookupNames: [String: String]

  /// Fields that are sent to an endpoint of their own.
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

  /// The fields that tell a person which object it is, the best one first.
  package static let nameFields = ["username", "slug", "name", "identifier", "domain"]

  package func field(_ name: String) -> Field? { named[name] }

  /// True if the list leaves out what the token's user may not open, and only a superuser's is whole.
  package var hidesObjects: Bool { listQuery[Self.fullList] != nil }

  /// True if the objects of the list lack members that an object asked for by itself has: the list is asked to leave
  /// them out, since nobody can set them and they are many.
  package var isListLean: Bool { listQuery.values.contains("false") }

  /// The switch of a list that, for superusers, leaves nothing out.
  package static let fullList = "superuser_full_list"

  /// False if the list's filter takes another key than the field answers: a policy binding's `target`
  /// is filtered by `policybindingmodel_ptr_id` alone (recorded from 2024.8 and 2026.5).
  package func canFilter(by name: String) -> Bool {
    filters[name] != nil && field(name)?.refersTo != "authentik_policies.policybindingmodel"
  }

  /// The body of a PATCH that sets these fields of an object: with the live values of what the server would
  /// reset or judges by the body alone (`sentAlong`, `sentWith`).
  package func patchBody(_ changes: ValueMap, of object: Value) -> ValueMap {
    let partners = changes.keys.flatMap { sentWith[$0] ?? [] }
    return body(changes, with: (sentAlong + partners).compactMap(field), of: object)
  }

  /// The body of a PATCH with everything of an object that can be read and written.
  ///
  /// For a server that refuses `patchBody` because of members that it does not hold.
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
