import Model
import OrderedCollections
import Synchronization

/// The kind of a model in every embedded version.
enum KindHistory {
  private static let lines = CatalogLines.histories(of: EmbeddedCatalog.data)
  private static let known = Mutex<[String: [Kind?]]>([:])

  /// One for each of `EmbeddedCatalog.all`; nil if the version has no such kind.
  static func kinds(_ model: String) -> [Kind?] {
    known.withLock { known in
      if let kinds = known[model] { return kinds }
      let kinds = read(lines[model] ?? [])
      known[model] = kinds
      return kinds
    }
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
