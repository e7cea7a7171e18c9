package import Catalog
package import Model
import OrderedCollections
import YAML

/// Everything that a set of blueprints asks for: one resolved entry for each object.
package struct DesiredSet: Sendable {
  package struct Options: Sendable {
    /// The models that are looked at; empty means all.
    package var only: Set<String> = []
    package var isStrict = false

    package init(only: Set<String> = [], isStrict: Bool = false) {
      self.only = only
      self.isStrict = isStrict
    }
  }

  /// In the order of the arguments and documents.
  package private(set) var entries: [ResolvedEntry] = []
  /// Files that a directory walk found and whose label says that discovery leaves them out.
  package private(set) var skippedFiles: [String] = []
  /// Addresses that are described and left out: by their file's label.
  package private(set) var described: Set<ResourceAddress> = []
  package private(set) var diagnostics: [Diagnostic] = []

  private let catalog: Catalog
  private let options: Options
  private var positions: [ResourceAddress: Int] = [:]

  /// The models whose entries this version plans and applies.
  package static let supportedModels: Set<String> = ["authentik_flows.flow"]

  /// Reads, resolves and validates files; every mistake in every file is in `diagnostics`.
  package init(_ files: [BlueprintFiles.File], catalog: Catalog, options: Options) {
    self.catalog = catalog
    self.options = options
    for file in files { add(file) }
    diagnostics += entries.compactMap { entry in
      catalog.kind(entry.model).flatMap { EntryValidator.missing(in: entry, as: $0) }
    }
    diagnostics = diagnostics.asStrict(options.isStrict)
  }

  private mutating func add(_ file: BlueprintFiles.File) {
    let (blueprint, found) = BlueprintReader.read(file.source)
    guard let blueprint, blueprint.isInstantiable || file.isNamed else {
      if let blueprint { leaveOut(blueprint) } else { diagnostics += found }
      return
    }
    diagnostics += found
    for entry in blueprint.entries { add(entry) }
  }

  /// A file that is left out still describes its objects, which are so not left over.
  private mutating func leaveOut(_ blueprint: Blueprint) {
    skippedFiles.append(blueprint.file)
    for entry in blueprint.entries {
      guard let name = entry.model.literal?.string?.lowercased(), Self.supportedModels.contains(name),
        let kind = catalog.kind(name), let resolved = EntryResolver.resolve(entry, as: kind).entry
      else { continue }
      described.insert(resolved.address)
    }
  }

  private mutating func add(_ entry: Entry) {
    guard let kind = kind(of: entry) else { return }
    let (resolved, found) = EntryResolver.resolve(entry, as: kind)
    diagnostics += found
    guard let resolved else { return }
    diagnostics += EntryValidator.validate(resolved, as: kind, version: catalog.version)
    add(resolved)
  }

  /// The kind of an entry that is to be planned, or nil with the reason among the diagnostics.
  private mutating func kind(of entry: Entry) -> Kind? {
    let location = entry.model.mark.location(in: entry.file)
    guard let name = entry.model.literal?.string?.lowercased() else {
      if entry.model.tag?.isCustom == true {
        if options.only.isEmpty { unsupported("whose model is \(entry.model.describe)", location) }
      } else {
        diagnostics.append(
          .error(
            "the model is \(entry.model.describe); expected a name such as authentik_flows.flow", at: location
          ))
      }
      return nil
    }
    guard options.only.isEmpty || options.only.contains(name) else { return nil }
    guard let kind = catalog.kind(name) else {
      if catalog.modelsWithoutEndpoint.contains(name) {
        unsupported("of \(name)", location)
      } else {
        diagnostics.append(
          .error("unknown model `\(name)`\(catalog.modelHint(for: name))", at: location))
      }
      return nil
    }
    guard Self.supportedModels.contains(name) else {
      unsupported("of \(name)", location)
      return nil
    }
    return kind
  }

  private mutating func unsupported(_ what: String, _ location: SourceLocation) {
    diagnostics.append(
      .warning(
        "an entry \(what) is left out: flowform plans \(Self.supportedModels.sorted().joined(separator: ", ")) so far",
        at: location))
  }

  /// Two entries for one object become one: fields merge and the later value wins.
  private mutating func add(_ entry: ResolvedEntry) {
    guard let position = positions[entry.address] else {
      positions[entry.address] = entries.count
      entries.append(entry)
      return
    }
    let first = entries[position]
    guard (first.state == .absent) == (entry.state == .absent) else {
      diagnostics.append(
        .error(
          "\(entry.address) is \(entry.state.rawValue) here and \(first.state.rawValue) at \(first.location); keep one",
          at: entry.location))
      return
    }
    diagnostics.append(
      .warning(
        "\(entry.address) is described twice, first at \(first.location); where both set a field, this one wins",
        at: entry.location, strict: true))
    if entry.isEnabled { entries[position] = first.isEnabled ? first.overlaid(with: entry) : entry }
  }
}

extension ResolvedEntry {
  fileprivate func overlaid(with later: ResolvedEntry) -> ResolvedEntry {
    let laterNames = Set(later.fields.map(\.name))
    return ResolvedEntry(
      model: model, address: address, state: later.state, id: later.id ?? id, identifiers: identifiers,
      primaryKey: later.primaryKey ?? primaryKey,
      fields: fields.filter { !laterNames.contains($0.name) } + later.fields, isEnabled: true,
      location: later.location)
  }
}
