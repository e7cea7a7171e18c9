package import Catalog
package import Model
import OrderedCollections

/// Tells the state of another server from this one's.
package enum StateOwnership {
  /// True where recorded objects are found by their identifiers and every one of them has another primary
  /// key than the state recorded.
  ///
  /// A server has many names, so its address alone decides nothing; but under the address that the state
  /// was written for, one object that was deleted and made again is no other server.
  package static func isForeign(
    _ records: [ResourceAddress: ResourceRecord], observations: [String: Observation], catalog: Catalog,
    isSameAddress: Bool
  ) -> Bool {
    var foundElsewhere = 0
    var indexes: [String: LiveIndex] = [:]
    for record in records.values where !record.primaryKey.isNull {
      guard case .objects(let objects) = observations[record.kind], let kind = catalog.kind(record.kind)
      else { continue }
      // Nearly always the first one is there, which takes no index of ten thousand.
      if indexes.isEmpty, objects.contains(where: { $0[kind.primaryKey] == record.primaryKey }) {
        return false
      }
      let index = indexes[record.kind] ?? LiveIndex(objects, kind: kind)
      indexes[record.kind] = index
      if index.object(primaryKey: record.primaryKey) != nil { return false }
      if !index.objects(matching: record.identifiers).isEmpty { foundElsewhere += 1 }
    }
    return foundElsewhere > (isSameAddress ? 1 : 0)
  }
}
