import Blueprints
import Catalog
import Model
import OrderedCollections

/// An entry with the values that are known while planning.
struct DesiredObject {
  /// A field that the server accepts, with its desired value.
  struct Wanted {
    let field: Field
    let value: Value
  }

  let entry: ResolvedEntry
  let identifiers: ValueMap
  /// In the order of the entry.
  let wanted: [Wanted]

  /// `lookUp` returns the keys that are known by now.
  init(_ entry: ResolvedEntry, as kind: Kind, _ lookUp: (Reference) -> Value?) {
    self.entry = entry
    // Most entries refer to nothing.
    let refers = entry.hasReferences
    identifiers =
      refers ? entry.identifiers.mapValues { $0.replacingReferences(lookUp) } : entry.identifiers
    var wanted: [Wanted] = []
    wanted.reserveCapacity(entry.fields.count + 1)
    func add(_ field: Field?, _ value: Value) {
      guard let field, !field.isReadOnly else { return }
      let value = refers ? value.replacingReferences(lookUp) : value
      if field.endpoint != nil, value.isNull { return }
      // Two names may mean one field (`icon` and `meta_icon` of an application); the last wins.
      wanted.removeAll { $0.field === field }
      wanted.append(Wanted(field: field, value: value))
    }
    for declared in entry.fields { add(kind.field(declared.name), declared.value) }
    if !entry.permissions.isEmpty {
      add(kind.field(Kind.grants), .list(entry.permissions.map(\.value)))
    }
    self.wanted = wanted
  }

  /// True if the object cannot exist yet, because one of its identifiers refers to an object that does not.
  var identifiersArePending: Bool { identifiers.values.contains(where: \.hasReferences) }

  /// The body of a create.
  var values: ValueMap {
    ValueMap(uncheckedUniqueKeysWithValues: wanted.map { ($0.field.name, $0.value) })
  }
}
