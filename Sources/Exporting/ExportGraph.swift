import Catalog
package import Model
import OrderedCollections

/// The objects that an export describes, each after those that it refers to. Their order does not depend on primary keys.
///
/// Making it is pure: while `missing` is not empty, read those models and make it again.
package struct ExportGraph: Sendable {
  package private(set) var diagnostics: [Diagnostic] = []
  /// Models, or base classes, of referenced objects that are not at hand.
  package private(set) var missing: Set<String> = []
  let index: ObjectIndex
  package let scope: ExportScope
  private(set) var keys: NaturalKeys
  private(set) var order: [ExportedObject] = []
  /// The described objects that each described object refers to.
  private(set) var needs: [ExportedObject.Identifier: OrderedSet<ExportedObject.Identifier>] = [:]
  private var roots: Set<ExportedObject.Identifier> = []
  private var reached: Set<ExportedObject.Identifier> = []

  /// The names of objects that their owner knows by a name.
  let names: [ExportedObject.Identifier: GivenName]

  package init(
    _ objects: [ExportedObject], scope: ExportScope, names: [ExportedObject.Identifier: GivenName] = [:]
  ) {
    self.names = names
    index = ObjectIndex(objects)
    keys = NaturalKeys(index)
    self.scope = scope
    let roots = scope.roots(index)
    self.roots = Set(roots.map(\.id))
    for root in roots { reach(root) }
  }

  /// Adds an object after the objects it refers to.
  private mutating func reach(_ object: ExportedObject) {
    guard reached.insert(object.id).inserted else { return }
    guard keys.fields(of: object) != nil else {
      diagnostics.append(
        .warning(
          "\(names[object.id].map { "\($0.origin), " } ?? "")\(object.kind.model) \(object.id.key) is left out: only its primary key identifies it",
          at: nil))
      return
    }
    for field in object.writtenFields {
      let value = object.fields[field.name] ?? .null
      for key in index.sorted(value.list ?? [value], field) {
        if let other = index.object(key, of: field) {
          look(at: other, from: object)
        } else if let model = field.refersTo, !key.isNull, key != "" {
          missing.insert(model)
        }
      }
    }
    order.append(object)
  }

  /// Describes an object that another one refers to, or notes the models to read for its key.
  private mutating func look(at object: ExportedObject, from other: ExportedObject) {
    if scope.includes(object, roots: roots) {
      if object.id != other.id { needs[other.id, default: []].append(object.id) }
      return reach(object)
    }
    for name in keys.fields(of: object) ?? [] {
      guard let field = object.kind.field(name), let model = field.refersTo,
        let key = object.fields[name], index.object(key, of: field) == nil
      else { continue }
      missing.insert(model)
    }
  }

  /// The source of an entry's name: its key, or for a binding its target and the bound object. A part that
  /// starts a later part is left out.
  mutating func name(of object: ExportedObject) -> String {
    var parts: [String] = []
    for name in keys.fields(of: object) ?? [] {
      let value = object.fields[name] ?? .null
      let other = object.kind.field(name).flatMap { index.object(value, of: $0) }
      parts.append(other.map { self.name(of: $0) } ?? Coercion.text(value) ?? "")
    }
    return parts.enumerated().filter { position, part in
      !parts.dropFirst(position + 1).contains { $0.hasPrefix(part) }
    }.map(\.element).joined(separator: " ")
  }
}
