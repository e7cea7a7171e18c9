import Model

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
      let rows = rows.filter { ($0["since"]?.string ?? "") <= version }
      var corrected = kind
      corrected.fields = kind.fields.map { referring($0, of: kind, rows) }
      let row = rows.last { $0["model"]?.string == kind.model && $0["field"] == nil }
      guard let row else { return corrected }
      corrected.uniqueFields = (row["unique"]?.list ?? []).compactMap(\.string)
      corrected.uniqueTogether = (row["together"]?.list ?? []).map { ($0.list ?? []).compactMap(\.string) }
      corrected.canProbe = row["probe"] != false && !corrected.uniqueFields.isEmpty
      return corrected
    }
    return Catalog(
      version: catalog.version, kinds: kinds, modelsWithoutEndpoint: catalog.modelsWithoutEndpoint,
      grantsToUsers: catalog.grantsToUsers)
  }

  private func referring(_ field: Field, of kind: Kind, _ rows: [Value]) -> Field {
    let rows = rows.filter { $0["field"]?.string == field.name }
    let row = rows.last { $0["model"]?.string == kind.model } ?? rows.last { $0["model"] == nil }
    guard !field.isReadOnly, let row, let model = row["refersTo"]?.string else { return field }
    var referring = field
    switch field.type {
    case .text(.uuid), .integer:
      referring.onDelete = row["onDelete"]?.string.flatMap(DeleteRule.init(rawValue:))
    case .list(.text(.uuid)), .list(.integer): break
    default: return field
    }
    referring.refersTo = model
    return referring
  }
}
