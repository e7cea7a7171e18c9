import Blueprints
package import Catalog
package import Model
import OrderedCollections

/// Compares declared values with a live object, field by field, after the server's own coercion.
package enum Comparison {
  /// The fields that differ, in the order of the entry.
  ///
  /// `record` is what the state remembers: a live value that differs from it was changed outside. `hidden`
  /// are fields that must not be shown, besides those that are always secret; of them the state remembers
  /// hashes.
  package static func changes(
    of values: ValueMap, against live: Value, as kind: Kind, record: ResourceRecord? = nil,
    hidden: Set<String> = [], hash: SecretHash? = nil
  ) -> [FieldChange] {
    changes(
      of: values.compactMap { name, value in
        kind.field(name).map { Target.Wanted(field: $0, value: value) }
      }, against: live, record: record, hidden: hidden, hash: hash)
  }

  static func changes(
    of wanted: [Target.Wanted], against live: Value, record: ResourceRecord?, hidden: Set<String>,
    hash: SecretHash?
  ) -> [FieldChange] {
    wanted.compactMap { item in
      let (field, name, value) = (item.field, item.field.name, item.value)
      guard !field.isWriteOnly else { return nil }
      let before = live[name] ?? .null
      guard !isEqual(before, value, field) else { return nil }
      let drifted =
        record?.applied[name].map { !isEqual(before, $0, field) }
        ?? hasChanged(before, field, since: record, hash)
      return FieldChange(
        path: FieldPath(name), before: before, after: value, isDrift: drifted,
        isSecret: field.isSecret || hidden.contains(name))
    }
  }

  /// Whether a live value is another than the one that the state has the hash of.
  static func hasChanged(
    _ live: Value, _ field: Field, since record: ResourceRecord?, _ hash: SecretHash?
  ) -> Bool {
    guard field.isRememberedByHash, let hash, let recorded = record?.secrets[field.name] else { return false }
    return hash(live, of: field) != recorded
  }

  /// Whether a live object still has what these changes saw before.
  package static func isAsSeen(_ changes: [FieldChange], _ live: Value, as kind: Kind) -> Bool {
    changes.allSatisfy { change in
      guard let field = kind.field(change.path.description), !field.isWriteOnly, !change.isSecret else {
        return true
      }
      return isEqual(live[field.name] ?? .null, change.before, field)
    }
  }

  private static func isEqual(_ live: Value, _ wanted: Value, _ field: Field) -> Bool {
    if live == wanted { return true }
    let live = Coercion.normalized(live, as: field.type)
    let wanted = Coercion.normalized(wanted, as: field.type)
    guard field.isSetOfKeys, let one = live.list, let other = wanted.list else { return live == wanted }
    return Set(one) == Set(other)
  }
}
