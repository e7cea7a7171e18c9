package import Catalog
package import Model
import OrderedCollections

/// Tells the state of another server from this one's.
package enum StateOwnership {
  /// True if recorded objects are found by their identifiers and every one of them is another than the
  /// state recorded.
  ///
  /// A server has many names, so its address alone decides nothing; but under the address that the state
  /// was written for, one object that was deleted and made again is no other server.
  package static func isForeign(
    _ records: [ResourceAddress: ResourceRecord], liveObjects: [String: LiveObjects], catalog: Catalog,
    isSameAddress: Bool
  ) -> Bool {
    var foundElsewhere = 0
    var indexes: [String: LiveIndex] = [:]
    for record in records.values where !record.primaryKey.isNull {
      guard case .objects(let objects) = liveObjects[record.kind], let kind = catalog.kind(record.kind)
      else { continue }
      // Nearly always the first one is there, which takes no index of ten thousand.
      if indexes.isEmpty, !kind.hasCollidingKeys,
        objects.contains(where: { $0[kind.primaryKey] == record.primaryKey })
      {
        return false
      }
      let index = indexes[record.kind] ?? LiveIndex(objects, kind: kind)
      indexes[record.kind] = index
      switch index.object(primaryKey: record.primaryKey).map({ Recognition($0, as: record, kind) }) {
      case .certain: return false
      // A user of the same name and number is on many servers.
      case .byName: continue
      case .stranger, nil:
        if !index.objects(matching: record.identifiers).isEmpty { foundElsewhere += 1 }
      }
    }
    return foundElsewhere > (isSameAddress ? 1 : 0)
  }
}
