import Catalog
import Model
import OrderedCollections

/// The addresses of live objects, as an export would name them: by natural keys, and references by the address of
/// what they refer to.
struct LiveNames {
  private let index: ObjectIndex
  private var keys: NaturalKeys
  /// The objects whose names are being made.
  private var naming: Set<ExportedObject.Identifier> = []
  private var known: [ExportedObject.Identifier: ResourceAddress] = [:]

  init(_ index: ObjectIndex) {
    self.index = index
    keys = NaturalKeys(index)
  }

  mutating func address(of object: ExportedObject) -> ResourceAddress {
    if let address = known[object.id] { return address }
    // An object that refers to itself in a circle is named by its key.
    known[object.id] = ResourceAddress(
      model: object.kind.model, identifiers: [(key: "pk", value: object.primaryKey)])
    guard let names = keys.fields(of: object) else { return known[object.id] ?? address(of: object) }
    var identifiers: [(key: String, value: Value)] = []
    for name in names {
      let value = object.fields[name] ?? .null
      identifiers.append((key: name, value: reference(value, of: name, in: object) ?? value))
    }
    let address = ResourceAddress(model: object.kind.model, identifiers: identifiers)
    known[object.id] = address
    return address
  }

  /// A short name among the objects of its kind: `staff`, or `login/password/10` for a binding.
  mutating func name(of object: ExportedObject) -> String {
    let own = Kind.nameFields.lazy.compactMap { object.fields[$0]?.string }.first { !$0.isEmpty }
    if let own { return own }
    let names = keys.fields(of: object) ?? [object.kind.primaryKey]
    var parts: [String] = []
    for name in names {
      let value = object.fields[name] ?? .null
      let other = object.kind.field(name).flatMap { index.object(value, of: $0) }
      if let other, other.id != object.id, naming.insert(object.id).inserted {
        parts.append(self.name(of: other))
        naming.remove(object.id)
      } else {
        parts.append(Coercion.text(value) ?? "")
      }
    }
    return parts.joined(separator: "/")
  }

  private mutating func reference(_ value: Value, of name: String, in object: ExportedObject) -> Value? {
    guard let field = object.kind.field(name), let other = index.object(value, of: field),
      other.id != object.id
    else { return nil }
    return .reference(Reference(address(of: other), known: value, symbol: .null))
  }
}
