import Model
import OrderedCollections
import Synchronization

/// The kind of a model in every embedded version.
package enum KindHistory {
  private static let lines = CatalogLines.histories(of: EmbeddedCatalog.data)
  private static let known = Mutex<[String: [Kind?]]>([:])

  /// One for each of `EmbeddedCatalog.all`; nil if the version has no such kind.
  package static func kinds(_ model: String) -> [Kind?] {
    // A file may name any number of unknown models.
    guard let lines = lines[model] else { return EmbeddedCatalog.all.map { _ in nil } }
    return known.withLock { known in
      if let kinds = known[model] { return kinds }
      let kinds = read(lines)
      known[model] = kinds
      return kinds
    }
  }

  /// The models of all versions.
  package static var models: Set<String> { Set(lines.keys) }

  static func kind(_ model: String, in version: EmbeddedCatalog) -> Kind? {
    EmbeddedCatalog.all.firstIndex(of: version).flatMap { kinds(model)[$0] }
  }

  private static func read(_ lines: [ArraySlice<UInt8>]) -> [Kind?] {
    let rows = lines.compactMap { try? JSONReader.read(Array($0)) }
    var count = 0
    var kind: Kind?
    return EmbeddedCatalog.all.map { embedded in
      let before = count
      while count < rows.count,
        rows[count]["since"]?.string.map(AuthentikVersion.init) ?? AuthentikVersion("")
          <= AuthentikVersion(embedded.version)
      { count += 1 }
      if count > before { kind = RowHistory.row(rows.prefix(count)).flatMap(Kind.init(row:)) }
      return kind
    }
  }
}
