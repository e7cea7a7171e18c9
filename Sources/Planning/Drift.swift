package import Catalog
package import Model
import OrderedCollections

/// What changed outside since the last apply: the state compared with the server, independent of the
/// blueprints.
package struct Drift: Sendable {
  /// Only the drifted objects: an update would restore the applied values, a create would recreate a deleted
  /// object. Neither is applied.
  package var plan: Plan
  /// The file that each object was last applied from; none for an imported object.
  package let sources: [ResourceAddress: String]
  /// How many objects were compared.
  package let comparedCount: Int

  package init(plan: Plan, sources: [ResourceAddress: String], comparedCount: Int) {
    self.plan = plan
    self.sources = sources
    self.comparedCount = comparedCount
  }

  /// Compares each record with the live object: secrets that the server answers by their `hash`, lists
  /// without the server's own keys. A kind that cannot be read is an error among the diagnostics, because
  /// silence would look like "no drift".
  package static func found(
    in records: [ResourceAddress: ResourceRecord], liveObjects: [String: LiveObjects], catalog: Catalog,
    hash: SecretHash? = nil, serverKeys: [String: [String: Set<Value>]] = [:]
  ) -> Drift {
    var changes: [PlannedChange] = []
    var diagnostics: [Diagnostic] = []
    var comparedCount = 0
    for (model, records) in Dictionary(grouping: records, by: \.value.kind).sorted(by: { $0.key < $1.key }) {
      guard let kind = catalog.kind(model) else {
        diagnostics.append(
          .error(
            "this server's version has no \(model), but the state has \(records.count) of them", at: nil))
        continue
      }
      guard case .objects(let objects) = liveObjects[model] else {
        diagnostics.append(
          .error(
            "\(model) cannot be read, so its drift is unknown; the token needs \(kind.permission("view"))",
            at: nil))
        continue
      }
      comparedCount += records.count
      let index = LiveIndex(objects, kind: kind)
      changes += records.compactMap {
        change(to: $0.key, $0.value, index, kind, hash, serverKeys[model] ?? [:])
      }
    }
    var plan = Plan(changes: changes.sorted { $0.address < $1.address })
    plan.diagnostics = diagnostics
    return Drift(
      plan: plan,
      sources: Dictionary(
        uniqueKeysWithValues: changes.map { ($0.address, records[$0.address]?.source ?? "") }
      )
      .filter { !$0.value.isEmpty },
      comparedCount: comparedCount)
  }

  private static func basis(
    _ record: ResourceRecord, _ serverKeys: [String: Set<Value>]
  ) -> Comparison.Basis {
    var basis = Comparison.Basis()
    basis.record = record
    basis.serverKeys = serverKeys
    return basis
  }

  private static func change(
    to address: ResourceAddress, _ record: ResourceRecord, _ index: LiveIndex, _ kind: Kind,
    _ hash: SecretHash?, _ serverKeys: [String: Set<Value>]
  ) -> PlannedChange? {
    let known = index.object(of: record)
    let matches = known == nil ? index.objects(matching: record.identifiers) : []
    guard let object = known ?? (matches.count == 1 ? matches.first : nil) else {
      var change = PlannedChange(address: address, action: .create)
      change.reason = "gone from the server"
      change.fields = record.applied.map {
        FieldChange(path: FieldPath($0.key), before: .null, after: $0.value, isDrift: true)
      }
      return change
    }
    var change = PlannedChange(address: address, action: .update)
    change.primaryKey = object[kind.primaryKey]
    change.fields =
      Comparison.changes(of: record.applied, against: object, as: kind, basis(record, serverKeys))
      + record.secrets.keys.sorted().compactMap { name in
        guard let field = kind.field(name), let before = object[name],
          Comparison.hasChanged(before, field, since: record, hash)
        else { return nil }
        return FieldChange(
          path: FieldPath(name), before: before, after: FieldChange.secret, isDrift: true, isSecret: true)
      }
    // Without a recorded key, only the identifiers find the object.
    if known == nil, !record.primaryKey.isNull {
      change.reason = "another object with the same identifiers is in its place"
      // On another database, a different object may have the same key.
      let recorded = ValueMap([(kind.primaryKey, record.primaryKey)]) { $1 }.merging(record.identity) { $1 }
      change.fields =
        recorded.filter { object[$0.key] != $0.value }.map {
          FieldChange(
            path: FieldPath($0.key), before: object[$0.key] ?? .null, after: $0.value, isDrift: true)
        } + change.fields
    }
    return change.fields.isEmpty ? nil : change
  }
}
