package import Catalog
import Testing

extension Kind {
  /// The kind of flows.
  package static func flow(_ version: EmbeddedCatalog = .v2026_5_rc1) throws -> Kind {
    try #require(try version.shared().kind("authentik_flows.flow"))
  }
}
