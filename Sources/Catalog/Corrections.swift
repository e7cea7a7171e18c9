import Model
import OrderedCollections

/// Facts about the kinds that OpenAPI does not state, written by hand as JSON lines.
///
/// A line applies to a `model` from the version in `since` on, until a later line states the same fact. What a
/// version's API lacks is left out.
///
/// * `unique`, `together` and `probe`: what the API keeps unique, and whether it may be probed.
/// * `sentAlong`: the fields that every PATCH must include with their live values.
/// * `sentWith`: the fields that a PATCH must include with their live values if it sets another field, by
/// that field.
/// * `neededToCreate`: groups of fields; a create must set at least one field of each.
/// * `importerOnly`: names that authentik's own importer sets and the API does not accept.
/// * `listQuery`: the query of every list request; parameters that the list does not know are left out.
///
/// A line with a `field` describes the field of that name, in all kinds or in its `model`.
///
/// * `refersTo` and `onDelete`: the model that it refers to, and what happens when that object is deleted.
/// * `readOnly`: the server accepts no value for it, even if OpenAPI says so.
/// * `set`: the server does not keep the order of the list.
/// * `replaced`: when the server replaces the sent value (`Replacement`).
/// * `default`: the value that a create without it stores, if OpenAPI does not state it.
/// * `duration`: a text that is read as a duration, such as `hours=1;minutes=30`.
/// * `single`: only one object of the kind may have it set.
/// * `adds`: the `managed` names of the objects that the server adds to the list.
///
/// `reason` names the recording or the model that the line comes from.
package struct Corrections {
  private static let kindFacts = ["sentAlong", "sentWith", "neededToCreate", "importerOnly", "listQuery"]
  private static let fieldFacts = ["readOnly", "set", "replaced", "adds", "duration", "default", "single"]

  private static let otherKeys = [
    "model", "field", "since", "reason", "unique", "together", "probe", "refersTo", "onDelete",
  ]

  private let rows: [Value]

  package init(lines: String) throws(CatalogError) {
    do {
      rows = try lines.split(separator: "\n").map { try JSONReader.read(String($0)) }
    } catch {
      throw CatalogError.unreadable("a line of the corrections is not JSON: \(error)")
    }
    // A misspelt fact would pass for a line about uniqueness.
    let known = Set(Self.kindFacts + Self.fieldFacts + Self.otherKeys)
    for key in rows.flatMap({ $0.map?.keys.elements ?? [] }) where !known.contains(key) {
      throw CatalogError.unreadable("unknown key `\(key)` in a line of the corrections")
    }
  }

  /// The catalog with the corrections for its version.
  package func applied(to catalog: Catalog) -> Catalog {
    let version = AuthentikVersion(catalog.version)
    let rows = rows.filter { AuthentikVersion($0["since"]?.string ?? "") <= version }
    let kinds = catalog.kinds.map { corrected($0, rows) }
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
    row["neededToCreate"] = row["neededToCreate"]?.list.map { groups in
      .list(groups.filter { Self.hasWritableField($0, in: kind) })
    }
    // A field that the version's API accepts is not for the importer only.
    row["importerOnly"] = row["importerOnly"]?.list.map { names in
      .list(names.filter { $0.string.flatMap(kind.field)?.isReadOnly ?? true })
    }
    let uniqueness = own.last { row in Self.kindFacts.allSatisfy { row[$0] == nil } }
    if let correction = uniqueness {
      row["unique"] = correction["unique"]
      row["uniqueTogether"] = correction["together"]?.list.map { groups in
        .list(groups.filter { Self.isValidated($0, in: kind) })
      }
      row["probe"] = .bool(correction["probe"] != false && correction["unique"]?.list?.isEmpty == false)
    }
    return Kind(row: .map(row)) ?? kind
  }

  /// A serializer checks only groups of fields that it accepts.
  private static func isValidated(_ group: Value, in kind: Kind) -> Bool {
    (group.list ?? []).allSatisfy { $0.string.flatMap(kind.field)?.isReadOnly == false }
  }

  private static func hasWritableField(_ group: Value, in kind: Kind) -> Bool {
    (group.list ?? []).contains { $0.string.flatMap(kind.field)?.isReadOnly == false }
  }

  private func corrected(_ field: Field, of kind: Kind, _ rows: [Value]) -> Field {
    let rows = rows.filter { $0["field"]?.string == field.name }
    guard !field.isReadOnly, !rows.isEmpty, var row = field.row.map else { return field }
    for fact in Self.fieldFacts {
      if let value = Self.last(fact, of: kind, rows)?[fact] { row[fact] = value }
    }
    // The field is a number in some versions.
    if field.type != .text(.plain) { row["duration"] = nil }
    if row["readOnly"] == true { row["type"] = field.type.withoutMembers.row }
    addReference(to: &row, field, Self.last("refersTo", of: kind, rows))
    return Field(row: .map(row)) ?? field
  }

  /// A line for the kind's own field wins over a line for all fields of that name.
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
