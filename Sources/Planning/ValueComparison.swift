import Catalog
import Model
import OrderedCollections

/// Finds the differences between a live and a desired value, after the server's own coercion.
///
/// Only the declared members of an object are compared. A list of objects is compared element by element, in
/// order; everything else as a whole.
struct ValueComparison {
  struct Difference {
    let path: FieldPath
    let before: Value
    let after: Value
  }

  private let field: Field
  /// The keys that the server itself adds to the list.
  private let serverKeys: Set<Value>

  static func differences(
    _ live: Value, _ wanted: Value, of field: Field, serverKeys: Set<Value> = []
  ) -> [Difference] {
    ValueComparison(field: field, serverKeys: serverKeys)
      .differences(live, wanted, field.type, FieldPath(field.name))
  }

  /// Whether the server would answer the same for both values.
  static func isEqual(
    _ live: Value, _ wanted: Value, of field: Field, serverKeys: Set<Value> = []
  ) -> Bool {
    live == wanted || differences(live, wanted, of: field, serverKeys: serverKeys).isEmpty
  }

  private func differences(
    _ live: Value, _ wanted: Value, _ type: FieldType, _ path: FieldPath
  ) -> [Difference] {
    if live == wanted { return [] }
    switch (type, live, wanted) {
    case (.object(let members), .map(let live), .map(let wanted)):
      // The server drops members it does not know, and read-only members cannot be set.
      return members.filter { !$0.isReadOnly }.flatMap { member -> [Difference] in
        guard let value = wanted[member.name] else { return [] }
        let before = live[member.name] ?? member.defaultValue ?? .null
        return differences(before, value, member.type, path.appending(.key(member.name)))
      }
    case (.list(let item), .list(let live), .list(let wanted)) where item.members != nil:
      return (0..<max(live.count, wanted.count)).flatMap { index -> [Difference] in
        let place = path.appending(.index(index))
        guard index < live.count, index < wanted.count else {
          return [
            Difference(
              path: place, before: index < live.count ? live[index] : .null,
              after: index < wanted.count ? wanted[index] : .null)
          ]
        }
        return differences(live[index], wanted[index], item, place)
      }
    default:
      return isSame(live, wanted, type) ? [] : [Difference(path: path, before: live, after: wanted)]
    }
  }

  private func isSame(_ live: Value, _ wanted: Value, _ type: FieldType) -> Bool {
    let live = Coercion.normalized(live, as: type)
    let wanted = Coercion.normalized(wanted, as: type)
    guard field.isSet, let one = live.list, let other = wanted.list else { return live == wanted }
    return Set(one).subtracting(serverKeys) == Set(other).subtracting(serverKeys)
  }
}
