import Model
import OrderedCollections

/// What OpenAPI does not say about the kinds, written by hand as JSON lines.
///
/// A line holds for a `model` from the version in `since` on, until a later line that says the same thing of it:
///
/// * `unique`, `together` and `probe`: what the API keeps unique, and whether it may be probed.
/// * `sentAlong`: the fields whose live values every PATCH takes along.
/// * `sentWith`: the fields whose live values a PATCH takes along if it sets another one, by that one.
/// * `neededToCreate`: groups of fields of which a create must set one at least.
/// * `importerOnly`: names that authentik's own importer sets and that the API takes no value for.
/// * `listQuery`: what every request for the list has in its query, as far as the list knows such parameters.
///
/// A line with a `field` says something of the field of that name, in all kinds or in that of its `model`:
///
/// * `refersTo` and `onDelete`: the model that it refers to, and what happens when that object is deleted.
/// * `readOnly`: the server takes no value for it, whatever OpenAPI says.
/// * `set`: the server does not keep the order of the list.
/// * `replaced`: when the server puts a value of its own in its place (`Replacement`).
/// * `default`: what a create without it stores, where OpenAPI does not say so.
/// * `duration`: a text that is read as a duration, such as `hours=1;minutes=30`.
/// * `single`: only one object of the kind may have it set.
/// * `adds`: the `managed` names of the objects that the server adds to the list.
///
/// `reason` names the recording or the model that the line was taken from.
package struct Corrections {
  private static let kindFacts = ["sentAlong", "sentWith", "neededToCreate", "importerOnly", "listQuery"]
  private static let fieldFacts = ["readOnly", "set", "replaced", "adds", "duration", "default", "single"]

  private let rows: [Value]

  package init(lines: String) throws(CatalogError) {
    do {
      rows = try lines.split(separator: "\n").map { try JSONReader.read(String($0)) }
    } catch {
      throw CatalogError.unreadable("a line of the corrections is no JSON: \(error)")
    }
  }

  /// The catalog with the corrections that hold for its version.
  package func applied(to catalog: Catalog) -> Catalog {
    let version = EmbeddedCatalog.nearest(to: catalog.version).rawValue
    let kinds = catalog.kinds.map { kind in
      corrected(kind, rows.filter { ($0["since"]?.string ?? "") <= version })
    }
    return Catalog(
      version: catalog.version, kinds: kinds, lookupKinds: catalog.lookupKinds,
      modelsWithoutEndpoint: catalog.modelsWithoutEndpoint,
      grantsToUsers: catalog.grantsToUsers)
  }

  private func corrected(_ kind: Kind, _ rows: [Value]) -> Kind {
    guard var row = kind.row.map else { return kind }
    row["fields"] = .list(kind.fields.map { corrected($0, of: kind, rows).row })
    let own = rows.filter { $0["model"]?.string == kind.model && $0["field"] == nil }
    for fact in Self.kindFacts {
      if let value = own.last(where: { $0[fact] != nil })?[fact] { row[fact] = value }
    }
    let parameters = row["listQuery"]?.map?.filter { kind.filters[$0.key] != nil } ?? [:]
    row["listQuery"] = .map(
      ValueMap(kind.listQuery.map { ($0, .string($1)) }) { $1 }.merging(parameters) { $1 })
    // What a version's API takes is not the importer's alone.
    row["importerOnly"] = row["importerOnly"]?.list.map { names in
      .list(names.filter { $0.string.flatMap(kind.field)?.isReadOnly ?? true })
    }
    let uniqueness = own.last { row in Self.kindFacts.allSatisfy { row[$0] == nil } }
    if let correction = uniqueness {
      row["unique"] = correction["unique"]
      row["uniqueTogether"] = correction["together"]
      row["probe"] = .bool(correction["probe"] != false && correction["unique"]?.list?.isEmpty == false)
    }
    return Kind(row: .map(row)) ?? kind
  }

  private func corrected(_ field: Field, of kind: Kind, _ rows: [Value]) -> Field {
    let rows = rows.filter { $0["field"]?.string == field.name }
    guard !field.isReadOnly, !rows.isEmpty, var row = field.row.map else { return field }
    for fact in Self.fieldFacts {
      if let value = Self.last(fact, of: kind, rows)?[fact] { row[fact] = value }
    }
    // The same name is a number in some versions.
    if field.type != .text(.plain) { row["duration"] = nil }
    if row["readOnly"] == true { row["type"] = field.type.withoutMembers.row }
    addReference(to: &row, field, Self.last("refersTo", of: kind, rows))
    return Field(row: .map(row)) ?? field
  }

  /// What is said of the kind's own field counts before what is said of all fields of that name.
  private static func last(_ fact: String, of kind: Kind, _ rows: [Value]) -> Value? {
    let rows = rows.filter { $0[fact] != nil }
    return rows.last { $0["model"]?.string == kind.model } ?? rows.last { $0["model"] == nil }
  }

  private func addReference(to row: inout ValueMap, _ field: Field, _ correction: Value?) {
    guard let correction, let model = correction["refersTo"] else { return }
    switch field.type {
    case .text(.uuid), .integer: row["onDelete"] = correction["onDelete"]
    case .list(.text(.uuid)), .list(.integer): break
    default: return
    }
    row["refersTo"] = model
  }
}
