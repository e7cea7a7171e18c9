package import Catalog
package import Model
import OrderedCollections
package import YAML

/// Describes objects like a handwritten blueprint: natural identifiers, `!KeyOf` inside the file and `!Find`
/// outside, no default values, and an order that does not depend on primary keys.
///
/// Making it is pure: while `missing` is not empty, read those models and make it again.
package struct Exporter: Sendable {
  /// The blueprint.
  package private(set) var document = YAMLTree.value(.null)
  package private(set) var entryCount = 0
  package private(set) var diagnostics: [Diagnostic] = []
  /// Models, or base classes, of referenced objects that are not at hand.
  package private(set) var missing: Set<String> = []

  /// The described objects.
  package var objects: [ExportedObject] { order }

  private let index: ObjectIndex
  private let scope: ExportScope
  private let names: [ExportedObject.Identifier: GivenName]
  private var roots: Set<ExportedObject.Identifier> = []
  private var keys: NaturalKeys
  /// The described objects, each after the objects it refers to.
  private var order: [ExportedObject] = []
  private var reached: Set<ExportedObject.Identifier> = []
  private var referred: Set<ExportedObject.Identifier> = []

  /// `defaults` is nil to keep fields whose value a create would set anyway. `names` are the `id`s of entries that have
  /// one even if no other entry refers to them.
  package init(
    _ objects: [ExportedObject], scope: ExportScope, defaults: CreateDefaults?,
    names given: [ExportedObject.Identifier: GivenName] = [:]
  ) {
    index = ObjectIndex(objects)
    names = given
    keys = NaturalKeys(index)
    self.scope = scope
    let roots = scope.roots(index)
    self.roots = Set(roots.map(\.id))
    for root in roots { reach(root) }
    let described = Set(order.map(\.id))
    let names = EntryNames(
      order.filter { referred.contains($0.id) }.map { ($0, name(of: $0)) }, given: given)
    var entries: [YAMLTree] = []
    for object in order {
      var writer = EntryWriter(
        object: object, index: index, keys: keys, names: names, described: described, defaults: defaults)
      entries.append(writer.entry())
      diagnostics += writer.diagnostics
    }
    entryCount = entries.count
    document = .map([.pair("version", .value(1)), .pair("entries", .list(entries))])
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
          look(at: other)
        } else if let model = field.refersTo, !key.isNull, key != "" {
          missing.insert(model)
        }
      }
    }
    order.append(object)
  }

  /// Describes an object that another one refers to, or notes the models to read for its key.
  private mutating func look(at object: ExportedObject) {
    if scope.includes(object, roots: roots) {
      referred.insert(object.id)
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
  private mutating func name(of object: ExportedObject) -> String {
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
