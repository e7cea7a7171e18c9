import Model

/// What OpenAPI does not say about the kinds, written by hand as JSON lines.
///
/// A line is `{"model", "since", "unique", "together", "probe", "reason"}` and holds from the version that
/// it names on, until a later line for the same model.
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
      let row = rows.last { $0["model"]?.string == kind.model && ($0["since"]?.string ?? "") <= version }
      guard let row else { return kind }
      var corrected = kind
      corrected.uniqueFields = (row["unique"]?.list ?? []).compactMap(\.string)
      corrected.uniqueTogether = (row["together"]?.list ?? []).map { ($0.list ?? []).compactMap(\.string) }
      corrected.canProbe = row["probe"] != false && !corrected.uniqueFields.isEmpty
      return corrected
    }
    return Catalog(
      version: catalog.version, kinds: kinds, modelsWithoutEndpoint: catalog.modelsWithoutEndpoint)
  }
}
