package import Catalog
package import Model
import OrderedCollections
import YAML

/// Resolves one entry against its kind: its state, its identity, and its fields merged.
package struct EntryResolver {
  private let entry: Entry
  private let kind: Kind
  private var resolver: ValueResolver

  /// The entry, or nil where it has a mistake that leaves nothing to plan; diagnostics in both cases.
  package static func resolve(_ entry: Entry, as kind: Kind) -> (
    entry: ResolvedEntry?, diagnostics: [Diagnostic]
  ) {
    var resolver = EntryResolver(entry: entry, kind: kind, resolver: ValueResolver(file: entry.file))
    let resolved = resolver.resolve()
    return (resolver.resolver.diagnostics.hasErrors ? nil : resolved, resolver.resolver.diagnostics)
  }

  private mutating func report(_ diagnostic: Diagnostic) {
    resolver.diagnostics.append(diagnostic)
  }

  private mutating func resolve() -> ResolvedEntry? {
    let state = state()
    let isEnabled = entry.conditions.map { resolver.value(of: $0)?.isTruthy ?? false }.allSatisfy { $0 }
    if let permission = entry.permissions.first {
      report(
        .error(
          "`permissions` of an entry cannot be granted yet; leave them out",
          at: permission.mark.location(in: entry.file)))
    }
    let identifiers = entry.identifiers.map { declared($0) } ?? []
    let attrs = entry.attrs.map { declared($0) } ?? []
    guard let state, !resolver.diagnostics.hasErrors else { return nil }
    guard !identifiers.isEmpty else {
      let example = kind.uniqueFields.first ?? "name"
      report(
        .error(
          "an entry without `identifiers`; they find the object, for example `\(example): …`",
          at: entry.identifiers?.mark.location(in: entry.file) ?? entry.location))
      return nil
    }
    return entry(state: state, isEnabled: isEnabled, identifiers: identifiers, attrs: attrs)
  }

  /// The reader has checked what is written out; only a tag can still name no state.
  private mutating func state() -> EntryState? {
    guard let node = entry.state else { return .present }
    return resolver.value(of: node)?.string.flatMap(EntryState.init(rawValue:))
  }

  private mutating func declared(_ node: Node) -> [DeclaredField] {
    guard case .map(let source) = node.content, node.tag?.isCustom != true else {
      _ = resolver.value(of: node)
      return []
    }
    return MapPairs(source, file: entry.file, diagnostics: &resolver.diagnostics).pairs.compactMap { pair in
      resolver.value(of: pair.value).map {
        DeclaredField(name: pair.key, value: $0, nameMark: pair.mark, valueMark: pair.value.mark)
      }
    }
  }

  private mutating func entry(
    state: EntryState, isEnabled: Bool, identifiers: [DeclaredField], attrs: [DeclaredField]
  ) -> ResolvedEntry? {
    for field in identifiers where field.name != "pk" && kind.field(field.name) == nil {
      let hint = Suggestion.hint(for: field.name, among: kind.fields.map(\.name))
      report(
        .error(
          "\(kind.model) has no field `\(field.name)` that could identify it\(hint)",
          at: field.nameMark.location(in: entry.file)))
      return nil
    }
    let merged = Self.merge(attrs, with: identifiers)
    var finding = ValueMap(identifiers.filter { $0.name != "pk" }.map { ($0.name, $0.value) }) { $1 }
    let primaryKey = identifiers.first { $0.name == "pk" }?.value
    if finding.isEmpty {
      guard let natural = naturalKey(attrs) else { return nil }
      finding = [natural.name: natural.value]
    }
    return ResolvedEntry(
      model: kind.model,
      address: ResourceAddress(model: kind.model, identifiers: finding.map { ($0.key, $0.value) }),
      state: state, id: entry.id, identifiers: finding, primaryKey: primaryKey,
      fields: merged.filter { $0.name != "pk" }, isEnabled: isEnabled, location: entry.location)
  }

  /// For an entry that has only a `pk`: the REST API cannot set one, so the object is found by the field
  /// of `attrs` that is unique for its kind.
  private mutating func naturalKey(_ attrs: [DeclaredField]) -> DeclaredField? {
    let location = entry.identifiers?.mark.location(in: entry.file) ?? entry.location
    if let key = kind.uniqueFields.lazy.compactMap({ name in attrs.first { $0.name == name } }).first {
      report(
        .warning(
          "the REST API cannot set a primary key, so the object is found by `\(key.name)`; write `identifiers: {\(key.name): …}`",
          at: location))
      return key
    }
    let names =
      kind.uniqueFields.isEmpty ? "its fields" : "`\(kind.uniqueFields.joined(separator: "` or `"))`"
    report(
      .error(
        "the REST API cannot set a primary key, and without another identifier every run would create the object again; identify it by \(names)",
        at: location))
    return nil
  }

  private static func merge(_ attrs: [DeclaredField], with identifiers: [DeclaredField]) -> [DeclaredField] {
    var merged = attrs
    for identifier in identifiers {
      if let index = merged.firstIndex(where: { $0.name == identifier.name }) {
        merged[index] = DeclaredField(
          name: identifier.name, value: merged[index].value.merged(with: identifier.value),
          nameMark: identifier.nameMark, valueMark: identifier.valueMark)
      } else {
        merged.append(identifier)
      }
    }
    return merged
  }
}
