import Model
import OrderedCollections

/// What OpenAPI does not say about the kinds, written by hand as JSON lines.
///
/// A line is `{"model", "since", "unique", "together", "probe", "reason"}` and holds from the version that
/// it names on, until a later line for the same model. A line with `field` and `refersTo` says which model the
/// field of that name refers to, in all kinds or in that of its `model`, and with `onDelete` what then happens.
package struct Corrections {
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
      version: catalog.version, kinds: kinds, modelsWithoutEndpoint: catalog.modelsWithoutEndpoint,
      grantsToUsers: catalog.grantsToUsers)
  }

  private func corrected(_ kind: Kind, _ rows: [Value]) -> Kind {
    guard var row = kind.row.map else { return kind }
    row["fields"] = .list(kind.fields.map { referring($0, of: kind, rows).row })
    if let correction = rows.last(where: { $0["model"]?.string == kind.model && $0["field"] == nil }) {
      row["unique"] = correction["unique"]
      row["uniqueTogether"] = correction["together"]
      row["probe"] = .bool(correction["probe"] != false && correction["unique"]?.list?.isEmpty == false)
    }
    return Kind(row: .map(row)) ?? kind
  }

  private func referring(_ field: Field, of kind: Kind, _ rows: [Value]) -> Field {
    let rows = rows.filter { $0["field"]?.string == field.name }
    let correction = rows.last { $0["model"]?.string == kind.model } ?? rows.last { $0["model"] == nil }
    guard !field.isReadOnly, let correction, let model = correction["refersTo"], var row = field.row.map
    else { return field }
    switch field.type {
    case .text(.uuid), .integer: row["onDelete"] = correction["onDelete"]
    case .list(.text(.uuid)), .list(.integer): break
    default: return field
    }
    row["refersTo"] = model
    return Field(row: .map(row)) ?? field
  }
}
