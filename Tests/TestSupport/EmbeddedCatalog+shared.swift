package import Catalog
import Testing

extension EmbeddedCatalog {
  private static let catalogs = Result {
    try Dictionary(uniqueKeysWithValues: all.map { ($0, try $0.load()) })
  }

  /// Loaded once for all tests, since that takes longer than most of them.
  package func shared() throws -> Catalog { try #require(try Self.catalogs.get()[self]) }
}
