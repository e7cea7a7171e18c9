import Catalog
import Model
import OrderedCollections
import YAML

/// The changes of existing files.
extension FolderExport {
  mutating func update(
    _ object: ExportedObject, _ entry: ExistingSet.Entry, _ updates: inout [String: FileUpdate],
    _ known: [String: ExistingSet.File]
  ) {
    guard entry.isUpdated, let file = known[entry.file] else { return }
    var writers: [String: OrderedDictionary<String, YAMLTree>] = [:]
    func values(_ path: String) -> OrderedDictionary<String, YAMLTree> {
      if let known = writers[path] { return known }
      var writer = writer(object, in: path)
      writers[path] = writer.values()
      return writers[path] ?? [:]
    }
    for (name, paths) in Dictionary(grouping: entry.differences, by: \.firstKey).sorted(by: {
      $0.key < $1.key
    }) {
      guard let field = entry.fields[name], let owner = known[field.file] else { continue }
      updates[field.file, default: FileUpdate(owner)].set(
        name, field, paths, to: values(field.file)[name], object)
    }
    for name in entry.secretDifferences {
      guard let field = entry.fields[name], let owner = known[field.file] else { continue }
      updates[field.file, default: FileUpdate(owner)].noteSecret(name, field, object)
    }
    let more = values(entry.file).filter { name, _ in
      entry.fields[name] == nil && object.kind.field(name)?.isSecret != true
    }
    guard !more.isEmpty else { return }
    updates[entry.file, default: FileUpdate(file)].add(more, to: entry, object)
  }

  func isRemoved(_ gone: ExistingSet.Gone, _ objects: [String: [ExportedObject]]) -> Bool {
    guard isFolder, exportPaths.contains(gone.file) else { return false }
    return !graph.scope.isPart || objects[gone.file] != nil
  }

  mutating func remove(
    _ gone: ExistingSet.Gone, _ objects: [String: [ExportedObject]], _ updates: inout [String: FileUpdate],
    _ known: [String: ExistingSet.File]
  ) {
    guard let file = known[gone.file] else { return }
    let place = gone.mark.location(in: file.source.file)
    guard isRemoved(gone, objects) else {
      diagnostics.append(
        .warning(
          "the server has no \(gone.address); the entry stays, because no `export --split` made this file",
          at: place))
      return
    }
    diagnostics.append(
      .note("the entry is removed, because the server has no \(gone.address)", at: place))
    updates[gone.file, default: FileUpdate(file)].remove(entryAt: gone.mark)
  }

  /// Adds and removes the entries that apply other files first.
  mutating func apply(
    _ update: inout FileUpdate, _ path: String, _ known: [String: ExistingSet.File],
    removing removed: Set<String>
  ) {
    let needed = needed(by: path, known)
    let lost = Set(removed.compactMap { known[$0]?.name })
    // Between files of exports, a name that is not needed any more could close a circle.
    let isWhole = isFolder && update.file.isExport && graph.scope.isWhole
    for application in update.file.applications {
      let isUnneeded =
        isWhole && exportNames.contains(application.name) && !needed.contains(application.name)
      if isUnneeded || lost.contains(application.name) { update.remove(entryAt: application.mark) }
    }
    let applied = Set(update.file.applications.map(\.name))
    let missing = needed.filter { !applied.contains($0) }
    guard !missing.isEmpty, let text = text(of: .list(missing.map(Self.application)), path) else { return }
    update.insert(text, before: update.file.entries.first, "metaapplyblueprint")
  }

  /// Inserts new entries: before the first entry that refers to one of them, or at the end.
  mutating func insert(_ objects: [ExportedObject], _ path: String, _ update: inout FileUpdate) {
    guard !objects.isEmpty else { return }
    let positions = Dictionary(update.file.entries.enumerated().map { ($1, $0) }) { first, _ in first }
    var places: [ExportedObject.Identifier: Int] = [:]
    // From the last one on: an object may be needed by one that is new as well.
    for object in graph.order.reversed() where layout.files[object.id] == path {
      let own = entries[object.id].flatMap { positions[$0.mark] } ?? places[object.id]
      guard let own else { continue }
      for need in graph.needs[object.id] ?? [] where entries[need] == nil {
        places[need] = min(places[need] ?? own, own)
      }
    }
    for (position, group) in Dictionary(grouping: objects, by: { places[$0.id] ?? Int.max })
      .sorted(by: { $0.key < $1.key })
    {
      var trees: [YAMLTree] = []
      for object in group { trees.append(entry(object, path)) }
      guard let text = text(of: .list(trees), path) else { continue }
      let mark = position == Int.max ? nil : update.file.entries[position]
      update.insert(
        text, before: mark,
        group.map { "\($0.kind.model) \(graph.index.sortName($0))" }.joined(separator: ", "))
    }
  }
}
