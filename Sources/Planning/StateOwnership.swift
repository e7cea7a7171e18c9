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
    for (model, records) in Dictionary(grouping: records.values, by: \.kind) {
      guard case .objects(let objects) = observations[model], let kind = catalog.kind(model) else { continue }
      let known = records.filter { !$0.primaryKey.isNull }
      // Nearly always the first one is there, which takes no index of ten thousand.
      if let first = known.first, objects.contains(where: { $0[kind.primaryKey] == first.primaryKey }) {
        return false
      }
      let index = LiveIndex(objects, kind: kind)
      for record in known {
        if index.object(primaryKey: record.primaryKey) != nil { return false }
        if !index.objects(matching: record.identifiers).isEmpty { foundElsewhere += 1 }
      }
    }
    return foundElsewhere > (isSameAddress ? 1 : 0)
  }
}
