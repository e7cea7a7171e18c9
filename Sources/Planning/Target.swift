import Blueprints
import Catalog
import Model
import OrderedCollections

/// An entry with its values as far as they are known while planning.
struct Target {
  let entry: ResolvedEntry
  private(set) var identifiers: ValueMap
  private(set) var values: ValueMap

  init(_ entry: ResolvedEntry) {
    self.entry = entry
    identifiers = entry.identifiers
    values = entry.values
    if !entry.permissions.isEmpty {
      values[Kind.grants] = .list(entry.permissions.map(\.value))
    }
  }

  /// True where the object cannot be there yet, since it is found by one that is not.
  var isFoundByPending: Bool { identifiers.values.contains { !$0.references.isEmpty } }

  /// What the server takes.
  func writable(_ kind: Kind) -> ValueMap {
    values.filter { name, value in
      guard let field = kind.field(name), !field.isReadOnly else { return false }
      return field.endpoint == nil || !value.isNull
    }
  }

  func replacingReferences(_ lookUp: (Reference) -> Value?) -> Target {
    var copy = self
    copy.identifiers = identifiers.mapValues { $0.replacingReferences(lookUp) }
    copy.values = values.mapValues { $0.replacingReferences(lookUp) }
    return copy
  }
}
