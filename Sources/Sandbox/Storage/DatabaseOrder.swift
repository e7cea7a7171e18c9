import Catalog
import Model
import OrderedCollections

/// The order in which PostgreSQL keeps the members of JSON objects: the shorter name first, then by bytes.
enum DatabaseOrder {
  static func sorted(_ value: Value) -> Value {
    switch value {
    case .list(let items): .list(items.map(sorted))
    case .map(let members):
      .map(
        ValueMap(
          uniqueKeysWithValues: members.sorted { isBefore($0.key, $1.key) }.map { ($0.key, sorted($0.value)) }
        ))
    default: value
    }
  }

  private static func isBefore(_ one: String, _ other: String) -> Bool {
    let (left, right) = (one.utf8, other.utf8)
    return left.count == right.count ? left.lexicographicallyPrecedes(right) : left.count < right.count
  }
}

extension ServedKind {
  /// The object with the members of its JSON values in the database's order.
  func inDatabaseOrder(_ object: ValueMap) -> ValueMap {
    var object = object
    for name in databaseFields {
      if let value = object[name] { object[name] = DatabaseOrder.sorted(value) }
    }
    return object
  }
}
