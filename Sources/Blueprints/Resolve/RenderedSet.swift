import Catalog
package import Model
import OrderedCollections

/// The entries of a set of blueprints after resolution, otherwise as written in their files.
///
/// Nothing is merged, sorted or checked against the catalog.
package struct RenderedSet: Sendable {
  package struct Entry: Sendable {
    package let model: String
    package let state: EntryState
    package let conditions: Bool
    package let identifiers: ValueMap
    package let attrs: ValueMap
    package let location: SourceLocation

    /// The entry as JSON, with symbols instead of references.
    package var value: Value {
      [
        "model": .string(model), "state": .string(state.rawValue), "conditions": .bool(conditions),
        "identifiers": Value.map(identifiers).symbolized, "attrs": Value.map(attrs).symbolized,
      ]
    }
  }

  /// The entries in the order of the arguments and documents.
  package private(set) var entries: [Entry] = []
  package private(set) var diagnostics: [Diagnostic] = []
  /// The names of the selection that match neither an entry nor a model.
  package let namesOfNothing: [String]
  /// Masks the values of secrets, and of variables that are not shown.
  package let secretMask: SecretMask

  package init(_ parsed: ParsedSet, options: DesiredSet.Options) {
    let catalog = parsed.catalog
    var resolution = Resolution(parsed.blueprints, catalog: catalog, options: options, answers: [:])
    for index in resolution.table.indices where resolution.isSelected(index) {
      let model = resolution.model(of: index)
      let head = resolution.head(of: index)
      let identifiers = resolution.declared(.identifiers, of: index)
      let attrs = resolution.declared(.attrs, of: index)
      guard let model, let head, let identifiers, let attrs else { continue }
      entries.append(
        Entry(
          model: model, state: head.state, conditions: head.isEnabled,
          identifiers: ValueMap(identifiers.map { ($0.name, $0.value) }) { $1 },
          attrs: ValueMap(attrs.map { ($0.name, Self.shown($0, catalog.kind(model))) }) { $1 },
          location: resolution.table[index].entry.location))
    }
    namesOfNothing = resolution.namesOfNothing()
    let found = parsed.diagnostics + resolution.table.slots.flatMap(\.diagnostics)
    secretMask = resolution.secretMask()
    diagnostics = Array(OrderedSet(found)).asStrict(options.isStrict)
      .masked(by: secretMask, sources: parsed.sources)
  }

  private static func shown(_ field: DeclaredField, _ kind: Kind?) -> Value {
    let secret = Value.string(SecretMask.placeholder)
    if isSecret(field.name, of: kind), !field.value.isNull, field.value.reference == nil { return secret }
    return field.hiddenPaths.reduce(field.value) {
      $0.replacing(at: $1.steps.dropFirst(), by: secret)
    }
  }

  /// True if a field is a secret. If no catalog knows the kind, the field's name decides.
  static func isSecret(_ name: String, of kind: Kind?) -> Bool {
    guard let kind, let field = kind.field(BlueprintNames.field(name, of: kind)) else {
      return SecretName.covers(name)
    }
    return field.isSecret
  }
}
