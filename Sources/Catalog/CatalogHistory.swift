import Model
import OrderedCollections

/// The data of catalogs of several versions, each row written once with what changed of it.
package enum CatalogHistory {
  /// JSON lines: the versions, and each kind's history. `catalogs` may be in any order.
  ///
  /// Throws if the data does not yield the catalogs that it was made of.
  package static func data(of catalogs: [Catalog]) throws(CatalogError) -> String {
    let catalogs = catalogs.sorted { AuthentikVersion($0.version) < AuthentikVersion($1.version) }
    let head: Value = ["versions": .list(catalogs.map(\.head))]
    let lines =
      histories(catalogs.map { ($0.version, $0.kinds) }, under: "model")
      + histories(catalogs.map { ($0.version, $0.lookupKinds) }, under: "lookup")
    let data = ([head] + lines).map { JSONWriter.write($0) }.joined(separator: "\n") + "\n"
    for catalog in catalogs {
      guard try Catalog(data: Array(data.utf8), at: catalog.version).data == catalog.data else {
        throw .unreadable("the history does not yield the catalog of \(catalog.version)")
      }
    }
    return data
  }

  private static func histories(_ versions: [(version: String, kinds: [Kind])], under key: String) -> [Value]
  {
    let models = Set(versions.flatMap { $0.kinds.map(\.model) }).sorted()
    let rows = versions.map { version, kinds in
      (version, Dictionary(kinds.map { ($0.model, $0.row(under: key).map ?? [:]) }) { $1 })
    }
    return models.flatMap { model in
      var lines: [Value] = []
      var before: ValueMap?
      for (version, rows) in rows where rows[model] != before {
        let since: ValueMap = [key: .string(model), "since": .string(version)]
        let change =
          switch (before, rows[model]) {
          case (let before?, let after?): RowHistory.change(from: before, to: after)
          case (nil, let after?): after.filter { $0.key != key }
          default: ["gone": true] as ValueMap
          }
        lines.append(.map(since.merging(change) { $1 }))
        before = rows[model]
      }
      return lines
    }
  }
}
