import Blueprints
import Catalog
import Exporting
import LiveReading
import Model
import OrderedCollections
import Planning

/// Compares blueprints with the server, as a plan without a state does.
struct ExistingComparison {
  private struct Place: Hashable {
    let file: String
    let mark: Mark
  }

  private let session: ServerSession
  private let reader: LiveReader
  private let options: DesiredSet.Options
  private let scope: ExportScope
  private let root: String?

  init(
    _ session: ServerSession, _ reader: LiveReader, _ options: DesiredSet.Options, _ scope: ExportScope,
    root: String?
  ) {
    self.session = session
    self.reader = reader
    self.options = options
    self.scope = scope
    self.root = root
  }

  func run(_ files: BlueprintFiles) async throws -> ExistingSet {
    guard !files.files.isEmpty else { return ExistingSet() }
    let blueprints = try files.files.map { try blueprint($0.source) }
    let desired = try await reader.desired(
      ParsedSet(files.files, catalog: session.catalog), options: options)
    let targets = LookupTarget.all(desired.entries, records: [:])
    let live = try await reader.liveObjects(of: targets)
    var input = PlanInput(entries: desired.entries, catalog: session.catalog, liveObjects: live)
    input.described = desired.described
    input.failures = desired.failures
    input.serverKeys = try await reader.serverKeys(of: Set(desired.entries.map(\.model)))
    let plan = Planner.plan(input)
    var set = ExistingSet()
    set.diagnostics = (desired.diagnostics + plan.diagnostics).filter { $0.severity == .error }.map(
      \.asWarning)
    set.files = zip(files.files, blueprints).map { file($0.source, $1) }
    let raw = Dictionary(
      blueprints.flatMap { $0.entries.map { (Place(file: $0.file, mark: $0.mark), $0) } }
    ) { first, _ in first }
    let tags = tags(of: blueprints)
    let changes = Dictionary(plan.changes.map { ($0.address, $0) }) { first, _ in first }
    var unclear = desired.failures.union(desired.described).union(plan.failures)
    for entry in desired.entries {
      guard let change = changes[entry.address], let kind = session.catalog.kind(entry.model) else {
        continue
      }
      let mark = Mark(line: entry.location.line, column: entry.location.column)
      guard let written = raw[Place(file: entry.location.file, mark: mark)] else { continue }
      if let key = change.primaryKey {
        set.entries.append(described(entry, kind, change, written, key, tags))
      } else if change.action == .create {
        guard entry.state == .present, scope.describes(kind) else { continue }
        set.gone.append(
          ExistingSet.Gone(address: entry.address, file: path(entry.location.file), mark: mark))
      } else {
        unclear.insert(entry.address)
      }
    }
    for address in unclear.sorted() {
      if let entry = try await untouched(address) { set.entries.append(entry) }
    }
    for place in desired.unidentified {
      set.diagnostics.append(
        .warning(
          "it is not known which object this entry describes; a new entry may describe it again", at: place))
    }
    return set
  }

  private func path(_ file: String) -> String {
    guard let root else { return file }
    let prefix = root.hasSuffix("/") ? root : root + "/"
    return file.hasPrefix(prefix) ? String(file.dropFirst(prefix.count)) : file
  }

  private func blueprint(_ source: SourceText) throws(OperationError) -> Blueprint {
    let (blueprint, diagnostics) = BlueprintReader.read(source)
    if let error = diagnostics.first(where: { $0.severity == .error }) {
      throw OperationError(
        .failed,
        "\(error.location?.description ?? source.file): \(error.message); correct it before you export into this file"
      )
    }
    guard let blueprint else {
      throw OperationError(.failed, "\(source.file) is not a blueprint; export to another place")
    }
    return blueprint
  }

  private func file(_ source: SourceText, _ blueprint: Blueprint) -> ExistingSet.File {
    let applications = blueprint.entries.compactMap { entry -> (mark: Mark, name: String)? in
      guard entry.model.literal?.string?.lowercased() == "authentik_blueprints.metaapplyblueprint" else {
        return nil
      }
      let names = (entry.attrs?.written.fields ?? []).first { $0.name == "identifiers" }
      return (entry.mark, names?.written?["name"]?.string ?? "")
    }
    return ExistingSet.File(
      source: source, path: path(source.file), name: blueprint.name,
      isExport: blueprint.labels[FolderExport.label]?.lowercased() == "true",
      ids: Set(blueprint.entries.compactMap(\.id)), entries: blueprint.entries.map(\.mark),
      applications: applications)
  }

  /// The tags that make values, by the place of the field's name.
  private func tags(of blueprints: [Blueprint]) -> [Place: String] {
    var tags: [Place: String] = [:]
    for entry in blueprints.flatMap(\.entries) {
      for field in [entry.identifiers, entry.attrs].compactMap(\.self).flatMap(\.written.fields) {
        if let tag = field.tagName { tags[Place(file: entry.file, mark: field.nameMark)] = tag }
      }
    }
    return tags
  }

  private func described(
    _ entry: ResolvedEntry, _ kind: Kind, _ change: PlannedChange, _ written: Entry, _ key: Value,
    _ tags: [Place: String]
  ) -> ExistingSet.Entry {
    var fields: [String: ExistingSet.Field] = [:]
    for declared in entry.fields {
      let file = entry.location(of: declared).file
      fields[kind.field(declared.name)?.name ?? declared.name] = ExistingSet.Field(
        file: path(file), nameMark: declared.nameMark,
        tag: tags[Place(file: file, mark: declared.nameMark)],
        isIdentifier: entry.identifiers[declared.name] != nil)
    }
    let updates = change.action == .update ? change.fields : []
    let hidden = updates.filter { $0.isSecret || !$0.hiddenParts.isEmpty }
    return ExistingSet.Entry(
      model: kind.model, primaryKey: key, file: path(entry.location.file), mark: written.mark,
      id: written.id, attrs: written.attrs?.mark,
      isUpdated: entry.state == .present && entry.isEnabled, fields: fields,
      differences: updates.filter { !$0.isSecret && $0.hiddenParts.isEmpty }.map(\.path),
      secretDifferences: hidden.map(\.fieldName).filter { kind.field($0)?.isWriteOnly == false })
  }

  /// The object of an entry that stays as it is: it has a mistake, or is not applied.
  private func untouched(_ address: ResourceAddress) async throws -> ExistingSet.Entry? {
    guard let parts = AddressParts(address) else { return nil }
    do {
      let found = try await reader.object(at: parts)
      return ExistingSet.Entry(
        model: found.address.model, primaryKey: found.primaryKey, file: "", mark: Mark(line: 1, column: 1),
        id: nil,
        attrs: nil, isUpdated: false, fields: [:], differences: [], secretDifferences: [])
    } catch is NoSuchObject {
      return nil
    }
  }
}
