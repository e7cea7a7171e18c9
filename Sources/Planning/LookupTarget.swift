package import Blueprints
package import Model
import OrderedCollections

/// An object to look up on the server, named by an entry, a plan or the state.
package struct LookupTarget: Sendable, Hashable {
  package let model: String
  package let address: ResourceAddress
  /// The identifiers that find the object.
  package let identifiers: ValueMap
  /// Other primary keys that may find it: the entry's own, and the state's.
  package let primaryKeys: [Value]
  /// False for an object that only the state knows.
  package let isDesired: Bool
  /// True if its entry declares permissions, which the server answers apart from the object.
  package let declaresPermissions: Bool

  package init(
    model: String, address: ResourceAddress, identifiers: ValueMap, primaryKeys: [Value] = [],
    isDesired: Bool = true, declaresPermissions: Bool = false
  ) {
    self.model = model
    self.address = address
    self.identifiers = identifiers
    self.primaryKeys = primaryKeys
    self.isDesired = isDesired
    self.declaresPermissions = declaresPermissions
  }

  /// The targets of a new plan: those of the entries, and the other objects in the state, without those that
  /// the plan does not check.
  package static func all(
    _ entries: [ResolvedEntry], records: [ResourceAddress: ResourceRecord],
    without unchecked: Set<ResourceAddress> = []
  ) -> [LookupTarget] {
    let desired = entries.map { entry in
      LookupTarget(
        model: entry.model, address: entry.address, identifiers: entry.identifiers,
        primaryKeys: [entry.primaryKey, records[entry.address]?.primaryKey].compactMap { $0 },
        declaresPermissions: entry.fields.contains { $0.name == "permissions" })
    }
    let described = Set(desired.map(\.address))
    let others = records.keys.filter { !described.contains($0) && !unchecked.contains($0) }.sorted()
    return desired
      + others.compactMap { address in
        guard let record = records[address] else { return nil }
        return LookupTarget(
          model: record.kind, address: address, identifiers: record.identifiers,
          primaryKeys: [record.primaryKey], isDesired: false)
      }
  }

  /// The targets of an existing plan.
  package static func all(_ plan: Plan) -> [LookupTarget] {
    plan.changes.filter { $0.action != .skip }.map { change in
      LookupTarget(
        model: change.address.model, address: change.address, identifiers: change.identifiers,
        primaryKeys: [change.primaryKey].compactMap { $0 },
        declaresPermissions: change.values["permissions"] != nil)
    }
  }
}
