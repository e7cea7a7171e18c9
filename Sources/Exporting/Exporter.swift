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
  package private(set) var document: YAMLTree
  package private(set) var entryCount: Int
  package private(set) var diagnostics: [Diagnostic]
  /// Models, or base classes, of referenced objects that are not at hand.
  package let missing: Set<String>
  /// The described objects.
  package let objects: [ExportedObject]

  /// `defaults` is nil to keep fields whose value a create would set anyway. `names` are the `id`s of entries that have
  /// one even if no other entry refers to them.
  package init(
    _ objects: [ExportedObject], scope: ExportScope, defaults: CreateDefaults?,
    names: [ExportedObject.Identifier: GivenName] = [:]
  ) {
    self.init(
      ExportGraph(objects, scope: scope, names: names),
      style: EntryStyle(leavingOut: defaults.map { [$0] } ?? []))
  }

  package init(_ graph: ExportGraph, style: EntryStyle) {
    var graph = graph
    missing = graph.missing
    objects = graph.order
    diagnostics = graph.diagnostics
    let described = Set(graph.order.map(\.id))
    let referred = Set(graph.needs.values.joined()).intersection(described)
    let names = EntryNames(
      graph.order.filter { referred.contains($0.id) }.map { ($0, graph.name(of: $0)) }, given: graph.names)
    var entries: [YAMLTree] = []
    var advice = ExportAdvice(graph.index)
    for object in graph.order {
      var writer = EntryWriter(
        object: object, index: graph.index, keys: graph.keys, names: names.names, style: style)
      entries.append(writer.entry())
      diagnostics += writer.diagnostics
      advice.add(object, writer)
    }
    diagnostics += advice.diagnostics
    if let older = style.older {
      let found = older.adapted(entries)
      entries = found.entries
      diagnostics += found.diagnostics
    }
    entryCount = entries.count
    document = .map([.pair("version", .value(1)), .pair("entries", .list(entries))])
  }
}
