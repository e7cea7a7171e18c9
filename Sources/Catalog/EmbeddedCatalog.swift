import CatalogData
import Model

/// A version of authentik whose catalog is inside the binary, made by `swift run generate-catalog`.
package struct EmbeddedCatalog: Sendable, Hashable {
  /// The family, such as `2025.10`; the whole version for a patch that is not the last one known of its family.
  package let name: String
  /// The version of the OpenAPI document, such as `2025.10.4`.
  package let version: String

  /// The year and month, such as `2025.10`.
  package var family: String { AuthentikVersion(version).family }

  /// From the oldest to the newest.
  package static let all: [EmbeddedCatalog] = {
    let versions = CatalogLines.versions(of: data)
    return versions.indices.map { index in
      let family = AuthentikVersion(versions[index]).family
      let isLast = !versions[(index + 1)...].contains { AuthentikVersion($0).family == family }
      return EmbeddedCatalog(name: isLast ? family : versions[index], version: versions[index])
    }
  }()

  package static let newest = all[all.count - 1]
  /// The two versions whose answers are recorded.
  package static let v2024_8 = nearest(to: "2024.8")
  package static let v2026_5_rc1 = nearest(to: "2026.5.0-rc1")
  package static let recorded = [v2024_8, v2026_5_rc1]

  /// The recorded version with the fewest versions between them.
  package var nearestRecorded: EmbeddedCatalog {
    func position(_ version: EmbeddedCatalog) -> Int { Self.all.firstIndex(of: version) ?? 0 }
    let own = position(self)
    return Self.recorded.min { abs(position($0) - own) < abs(position($1) - own) } ?? self
  }

  /// The catalog for a server's version: the one of its family, or of the last family before it.
  package static func nearest(to version: String) -> EmbeddedCatalog {
    if let exact = all.first(where: { $0.version == version }) { return exact }
    let wanted = AuthentikVersion(version)
    return all.last { AuthentikVersion($0.name) <= AuthentikVersion(wanted.family) } ?? all[0]
  }

  /// The catalog for a version that a user names, such as `2025.10` or `2025.10.4`.
  package static func named(_ version: String) throws(CatalogError) -> EmbeddedCatalog {
    let nearest = nearest(to: version)
    guard AuthentikVersion(nearest.version).family == AuthentikVersion(version).family else {
      throw CatalogError.unknownVersion(version, known: all.map(\.name))
    }
    return nearest
  }

  package func load() throws(CatalogError) -> Catalog {
    try Catalog(data: Self.data, at: version)
  }

  /// A hash of the corrections and the rows (FNV-1a), which differs between builds with different rows.
  package static var fingerprint: String {
    let hash = [corrections, data].joined()
      .reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    return String(hash, radix: 16)
  }

  /// The catalog of a server's own OpenAPI document, with the embedded corrections.
  package static func corrected(_ catalog: Catalog) throws(CatalogError) -> Catalog {
    try Corrections(lines: String(decoding: corrections, as: UTF8.self)).applied(to: catalog)
  }

  static var data: [UInt8] {
    Array(UnsafeBufferPointer(start: catalog_kinds(), count: catalog_kinds_size()))
  }

  private static var corrections: [UInt8] {
    Array(UnsafeBufferPointer(start: catalog_corrections(), count: catalog_corrections_size()))
  }
}
