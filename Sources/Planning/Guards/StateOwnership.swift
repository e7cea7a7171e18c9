package import Catalog
package import Model
import OrderedCollections

/// Recognises a state that belongs to another server.
package enum StateOwnership: Sendable {
  /// A recorded object is there.
  case own
  /// No object that was read tells.
  case unknown
  case foreign

  /// Foreign if recorded objects are found by their identifiers, and each of them is a different object than
  /// the state recorded.
  ///
  /// The address alone decides nothing, because one server has many names. But under the state's own address,
  /// a single object that was deleted and recreated does not mean another server.
  package init(
    of records: [ResourceAddress: ResourceRecord], liveObjects: [String: LiveObjects], catalog: Catalog,
    isSameAddress: Bool
  ) {
    var foundElsewhere = 0
    var indexes: [String: LiveIndex] = [:]
    for record in records.values where !record.primaryKey.isNull {
      guard case .objects(let objects) = liveObjects[record.kind], let kind = catalog.kind(record.kind)
      else { continue }
      // The first object nearly always exists, so an index of ten thousand is not needed.
      if indexes.isEmpty, !kind.hasCollidingKeys,
        objects.contains(where: { $0[kind.primaryKey] == record.primaryKey })
      {
        self = .own
        return
      }
      let index = indexes[record.kind] ?? LiveIndex(objects, kind: kind)
      indexes[record.kind] = index
      switch index.object(primaryKey: record.primaryKey).map({ Recognition($0, as: record, kind) }) {
      case .certain:
        self = .own
        return
      // Many servers have a user with this name and number.
      case .byName: continue
      case .stranger, nil:
        if !index.objects(matching: record.identifiers).isEmpty { foundElsewhere += 1 }
      }
    }
    self = foundElsewhere > (isSameAddress ? 1 : 0) ? .foreign : .unknown
  }
}
