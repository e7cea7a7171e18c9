import CatalogData

/// The catalogs inside the binary, made by `swift run generate-catalog`.
package enum EmbeddedCatalog: String, Sendable, CaseIterable {
  case v2024_8 = "2024.8"
  case v2026_5 = "2026.5"

  package static let newest = EmbeddedCatalog.v2026_5

  /// The catalog for a server's version: the newest that is not newer than the server, else the oldest.
  package static func nearest(to version: String) -> EmbeddedCatalog {
    let wanted = components(of: version)
    return allCases.last { !wanted.lexicographicallyPrecedes(components(of: $0.rawValue)) } ?? .v2024_8
  }

  /// The catalog for a version that a user names, such as `2026.5` or `2026.5.1`.
  package static func named(_ version: String) throws(CatalogError) -> EmbeddedCatalog {
    let wanted = components(of: version).prefix(2)
    if let match = allCases.first(where: { components(of: $0.rawValue).elementsEqual(wanted) }) {
      return match
    }
    throw CatalogError.unknownVersion(version, known: allCases.map(\.rawValue))
  }

  package func load() throws(CatalogError) -> Catalog {
    let data =
      switch self {
      case .v2024_8:
        UnsafeBufferPointer(start: catalog_2024_8(), count: catalog_2024_8_size())
      case .v2026_5:
        UnsafeBufferPointer(start: catalog_2026_5(), count: catalog_2026_5_size())
      }
    return try Catalog(data: Array(data))
  }

  /// The other embedded catalogs, with their versions.
  package static func others(than catalog: Catalog) -> [(version: String, catalog: Catalog)] {
    loaded.filter { $0.catalog.version != catalog.version }.map { ($0.version.rawValue, $0.catalog) }
  }

  /// Rows are decoded on first use, so errors show only then.
  private static let loaded: [(version: EmbeddedCatalog, catalog: Catalog)] = allCases.compactMap { version in
    (try? version.load()).map { (version, $0) }
  }

  /// A hash of the corrections and the newest rows (FNV-1a), which differs between builds with different
  /// rows.
  package static var fingerprint: String {
    let data = [
      UnsafeBufferPointer(start: catalog_corrections(), count: catalog_corrections_size()),
      UnsafeBufferPointer(start: catalog_2026_5(), count: catalog_2026_5_size()),
    ]
    let hash = data.joined().reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    return String(hash, radix: 16)
  }

  /// The catalog of a server's own OpenAPI document, with the embedded corrections.
  package static func corrected(_ catalog: Catalog) throws(CatalogError) -> Catalog {
    let lines = UnsafeBufferPointer(start: catalog_corrections(), count: catalog_corrections_size())
    return try Corrections(lines: String(decoding: lines, as: UTF8.self)).applied(to: catalog)
  }

  private static func components(of version: String) -> [Int] {
    version.split(whereSeparator: { $0 == "." || $0 == "-" }).prefix(2).map { Int($0) ?? 0 }
  }
}
