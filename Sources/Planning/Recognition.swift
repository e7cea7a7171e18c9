package import Catalog
package import Model
import OrderedCollections

/// Whether a live object with a recorded primary key is the recorded object.
///
/// UUIDs never repeat by chance. Integers count from 1 on every server, so on another database they find
/// unrelated objects.
package enum Recognition: Sendable, Hashable {
  /// Only the same object on the same server looks like this.
  case certain
  /// It has the recorded object's name, as an object on another server could.
  case byName
  case stranger

  package init(_ object: Value, as record: ResourceRecord, _ kind: Kind) {
    let key = kind.primaryKey
    guard Self.agree(object, record.primaryKey, key, kind) else {
      self = .stranger
      return
    }
    guard kind.hasCollidingKeys else {
      self = .certain
      return
    }
    let lasting = kind.lastingFields.filter { record.identity[$0.name] != nil }
    guard lasting.isEmpty else {
      let isSame = lasting.allSatisfy { Self.agree(object, record.identity[$0.name], $0.name, kind) }
      self = isSame ? .certain : .stranger
      return
    }
    let names = kind.uniqueFields.map { [$0] } + kind.uniqueTogether + [Array(record.identifiers.keys)]
    let isNamed = names.contains { names in
      !names.isEmpty && names.allSatisfy { name in Self.agree(object, record.known(name), name, kind) }
    }
    self = isNamed ? .byName : .stranger
  }

  /// What sets an object apart from others with the same key: empty if there can be no others. `hidden`
  /// fields are left out.
  package static func identity(of object: Value, as kind: Kind, hidden: Set<String> = []) -> ValueMap {
    guard kind.hasCollidingKeys else { return [:] }
    let names = kind.lastingFields.map(\.name) + kind.uniqueFields
    return names.reduce(into: [:]) { identity, name in
      guard let value = object[name], !value.isNothing, !hidden.contains(name),
        kind.field(name)?.isSecret == false
      else { return }
      identity[name] = value
    }
  }

  private static func agree(_ object: Value, _ recorded: Value?, _ name: String, _ kind: Kind) -> Bool {
    guard let recorded, !recorded.isNothing, let live = object[name], !live.isNothing else { return false }
    let type = kind.field(name)?.type ?? .any
    return Coercion.normalized(recorded, as: type) == Coercion.normalized(live, as: type)
  }
}

extension ResourceRecord {
  /// The state's last value of a field.
  fileprivate func known(_ name: String) -> Value? {
    identity[name] ?? answered[name] ?? applied[name] ?? identifiers[name]
  }
}

extension Value {
  fileprivate var isNothing: Bool { isNull || self == "" }
}

extension Kind {
  /// True if other objects can have the same primary keys on another server.
  package var hasCollidingKeys: Bool { field(primaryKey)?.type == .integer }

  /// The fields that the server sets once, differently on every server.
  fileprivate var lastingFields: [Field] {
    fields.filter { $0.isReadOnly && $0.type == .text(.uuid) && $0.name != primaryKey }
  }
}
