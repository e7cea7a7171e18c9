import Blueprints
import Catalog
import Model
import OrderedCollections
import State

/// The keys of objects that a rollback created again: the server gives each a new one.
struct ReplacedKeys: Sendable {
  /// UUIDs of any kind, because they never repeat.
  private var texts: [String: Value] = [:]
  /// Integers, which count from 1 for each kind.
  private var numbers: [(kind: Kind, old: Int, new: Value)] = []

  /// Notes an object before its delete and after it was created again.
  mutating func note(_ old: Value, _ new: Value, _ kind: Kind) {
    let keys = kind.fields.filter { field in
      if field.name == kind.primaryKey { return true }
      if case .text(.uuid) = field.type { return field.isReadOnly }
      return false
    }
    for name in Set(keys.map(\.name) + [kind.primaryKey]) {
      guard let key = old[name], let other = new[name], key != other else { continue }
      switch key {
      case .string(let text): texts[text] = other
      case .integer(let number): numbers.append((kind, number, other))
      default: break
      }
    }
  }

  /// Values of an object, with the new keys.
  func applied(to values: ValueMap, of kind: Kind) -> ValueMap {
    guard !texts.isEmpty || !numbers.isEmpty else { return values }
    return ValueMap(
      uniqueKeysWithValues: values.map { name, value in
        let target = kind.field(name)?.refersTo
        if let items = value.list { return (name, .list(items.map { replaced($0, target) })) }
        return (name, replaced(value, target))
      })
  }

  /// A record of the state, with the new keys of what it refers to.
  func applied(to record: ResourceRecord, of kind: Kind) -> ResourceRecord {
    var record = record
    record.identifiers = applied(to: record.identifiers, of: kind)
    record.applied = applied(to: record.applied, of: kind)
    record.answered = applied(to: record.answered, of: kind)
    return record
  }

  private func replaced(_ value: Value, _ target: String?) -> Value {
    switch value {
    case .string(let text): texts[text] ?? value
    case .integer(let number):
      numbers.first { row in
        row.old == number && target.map { BaseClass.covers($0, row.kind) } == true
      }?.new ?? value
    default: value
    }
  }
}
