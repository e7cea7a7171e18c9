package import Catalog
package import Model
import OrderedCollections

/// The live objects of one kind, found by primary key or by identifiers.
package struct LiveIndex {
  private let kind: Kind
  private let objects: [Value]
  private var byPrimaryKey: [Value: Int] = [:]
  /// By the fields that are unique or that entries are found by. Without it, ten thousand entries would each
  /// search ten thousand objects.
  private var byField: [String: [Value: [Int]]] = [:]

  /// `names` are the fields that objects will be looked up by.
  package init(_ objects: [Value], kind: Kind, names: Set<String> = []) {
    self.kind = kind
    self.objects = objects
    for (index, object) in objects.enumerated() {
      byPrimaryKey[key(object[kind.primaryKey] ?? .null)] = index
    }
    for name in names.union(kind.uniqueFields) {
      guard let type = kind.field(name)?.type else { continue }
      byField[name] = Dictionary(grouping: objects.indices) {
        Coercion.normalized(objects[$0][name] ?? .null, as: type)
      }
    }
  }

  package func object(primaryKey: Value) -> Value? {
    byPrimaryKey[key(primaryKey)].map { objects[$0] }
  }

  /// The object of a record; nil if it is gone, or if a different object has its primary key now.
  package func object(of record: ResourceRecord) -> Value? {
    guard let object = object(primaryKey: record.primaryKey),
      Recognition(object, as: record, kind) != .stranger
    else { return nil }
    return object
  }

  /// The key in the server's form: a blueprint may write a UUID in capitals, or a number as text.
  private func key(_ primaryKey: Value) -> Value {
    Coercion.normalized(primaryKey, as: kind.field(kind.primaryKey)?.type ?? .any)
  }

  /// The objects that have all identifiers.
  package func objects(matching identifiers: ValueMap) -> [Value] {
    let wanted = identifiers.map { name, value in
      let type = kind.field(name)?.type ?? .any
      return (name: name, value: Coercion.normalized(value, as: type), type: type)
    }
    let indexed = wanted.filter { if case .map = $0.value { false } else { true } }
      .compactMap { item in byField[item.name].map { $0[item.value] ?? [] } }
    let candidates = indexed.min { $0.count < $1.count } ?? Array(objects.indices)
    return candidates.map { objects[$0] }.filter { object in
      wanted.allSatisfy { Self.matches(object[$0.name] ?? .null, $0.value, type: $0.type) }
    }
  }

  /// A map matches by containment, like authentik's JSON look-up; anything else by equality.
  private static func matches(_ live: Value, _ wanted: Value, type: FieldType) -> Bool {
    if case .map(let wanted) = wanted {
      guard case .map(let live) = live else { return false }
      return wanted.allSatisfy { key, value in
        live[key].map { matches($0, value, type: .any) } ?? false
      }
    }
    return Coercion.normalized(live, as: type) == wanted
  }
}
