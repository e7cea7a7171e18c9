package import Catalog
import Model
import OrderedCollections

/// What on the server has changed since a plan was saved.
package enum Staleness {
  /// One sentence for each object that differs; empty if the plan still holds.
  package static func differences(
    of plan: Plan, liveObjects: [String: LiveObjects], catalog: Catalog
  ) -> [String] {
    let indexes = liveObjects.reduce(into: [String: LiveIndex]()) { indexes, item in
      guard case .objects(let objects) = item.value, let kind = catalog.kind(item.key) else { return }
      indexes[item.key] = LiveIndex(objects, kind: kind)
    }
    return plan.changes.compactMap { change in
      let model = change.address.model
      guard change.action != .skip, let kind = catalog.kind(model) else { return nil }
      if let index = indexes[model] { return difference(of: change, index, kind) }
      guard change.action == .create, case .verdicts(let verdicts) = liveObjects[model],
        verdicts[change.address] == .taken
      else { return nil }
      return "\(change.address) exists now"
    }
  }

  /// One sentence for each delete with a cascade that the plan did not list; `now` is the same plan with its
  /// cascades read again.
  package static func cascades(of plan: Plan, now: Plan) -> [String] {
    zip(plan.changes, now.changes).compactMap { change, now in
      let more = Set(now.cascades).subtracting(change.cascades)
      guard let first = more.min(by: { ($0.model, $0.name) < ($1.model, $1.name) }) else { return nil }
      return "\(change.address) would now delete \(first.model) \(first.name) by cascade"
    }
  }

  private static func difference(of change: PlannedChange, _ index: LiveIndex, _ kind: Kind) -> String? {
    let matches = index.objects(matching: change.identifiers)
    guard let primaryKey = change.primaryKey else {
      return matches.isEmpty ? nil : "\(change.address) exists now"
    }
    guard let digest = change.liveDigest else { return nil }
    guard let object = index.object(primaryKey: primaryKey) else { return "\(change.address) is gone" }
    guard matches.allSatisfy({ $0[kind.primaryKey] == primaryKey }) else {
      return "\(change.address) is another object now"
    }
    let isSame =
      Digest.of(object, as: kind, hidden: change.secretFields) == digest
      && Comparison.isAsSeen(change.fields, object, as: kind)
    return isSame ? nil : "\(change.address) has changed"
  }
}
