import Catalog
package import Model
import OrderedCollections
import Upgrading
import YAML

/// The files of an export: new ones, and existing ones with as little change of their text as possible.
package struct FolderExport: Sendable {
  /// A file that changes.
  package struct File: Sendable {
    /// The path below the folder.
    package let path: String
    /// The new text. Nil if the file is to be removed.
    package let bytes: [UInt8]?
    /// The file that it replaces.
    package let existing: ExistingSet.File?
  }

  /// How an export becomes files.
  package enum Form: Sendable {
    /// All entries in one file.
    case file(String)
    case folder(Set<ExportSplit>)
  }

  /// The label of files that an export made.
  package static let label = "flowform/exported"

  /// The files that change, sorted by path.
  package private(set) var files: [File] = []
  package internal(set) var diagnostics: [Diagnostic] = []
  /// How many entries describe the exported objects.
  package let entryCount: Int

  var graph: ExportGraph
  private let style: EntryStyle
  private let existing: ExistingSet
  let isFolder: Bool
  let layout: FileLayout
  /// The files that each file needs.
  private let needs: [String: Set<String>]
  /// The names of the existing files that an export made.
  let exportNames: Set<String>
  let exportPaths: Set<String>
  let entries: [ExportedObject.Identifier: ExistingSet.Entry]
  /// The ids of the entries of each file that `!KeyOf` may name.
  private var names: [String: [ExportedObject.Identifier: String]] = [:]
  private var advice: ExportAdvice

  package init(_ graph: ExportGraph, style: EntryStyle, _ form: Form, existing: ExistingSet = ExistingSet()) {
    self.graph = graph
    self.style = style
    self.existing = existing
    advice = ExportAdvice(graph.index)
    entries = Dictionary(existing.entries.map { ($0.object, $0) }) { first, _ in first }
    entryCount = graph.order.count
    switch form {
    case .file(let path):
      isFolder = false
      layout = FileLayout(graph, file: path)
    case .folder(let splits):
      isFolder = true
      layout = FileLayout(graph, splits, existing: entries.mapValues(\.file))
    }
    needs = layout.needs
    exportPaths = Set(existing.files.filter(\.isExport).map(\.path))
    exportNames = Set(existing.files.filter(\.isExport).compactMap(\.name))
    diagnostics = existing.diagnostics + graph.diagnostics
    nameEntries()
    write()
    diagnostics += advice.diagnostics
  }

  // MARK: - Names

  private mutating func nameEntries() {
    var referred: Set<ExportedObject.Identifier> = []
    for (object, needed) in graph.needs {
      for other in needed where layout.files[other] == layout.files[object] { referred.insert(other) }
    }
    let files = Dictionary(existing.files.map { ($0.path, $0) }) { first, _ in first }
    for (path, objects) in Dictionary(grouping: graph.order, by: { layout.files[$0.id] ?? "" }) {
      let new = objects.filter { entries[$0.id] == nil && referred.contains($0.id) }
      var found = EntryNames(new.map { ($0, graph.name(of: $0)) }, taken: files[path]?.ids ?? []).names
      for object in objects {
        if let id = entries[object.id]?.id { found[object.id] = id }
      }
      names[path] = found
    }
  }

  func writer(_ object: ExportedObject, in path: String) -> EntryWriter {
    EntryWriter(
      object: object, index: graph.index, keys: graph.keys, names: names[path] ?? [:], style: style)
  }

  // MARK: - Files

  private mutating func write() {
    let objects = Dictionary(grouping: graph.order) { layout.files[$0.id] ?? "" }
    let known = Dictionary(existing.files.map { ($0.path, $0) }) { first, _ in first }
    let removed = emptied(objects)
    var updates: [String: FileUpdate] = [:]
    for object in graph.order {
      if let entry = entries[object.id] { update(object, entry, &updates, known) }
    }
    for gone in existing.gone { remove(gone, objects, &updates, known) }
    for path in Set(objects.keys).union(updates.keys).union(known.keys).sorted() where !path.isEmpty {
      guard !removed.contains(path) else {
        files.append(File(path: path, bytes: nil, existing: known[path]))
        continue
      }
      let new = (objects[path] ?? []).filter { entries[$0.id] == nil }
      guard let file = known[path] else {
        files.append(File(path: path, bytes: text(path, new, known), existing: nil))
        continue
      }
      var update = updates[path] ?? FileUpdate(file)
      apply(&update, path, known, removing: removed)
      insert(new, path, &update)
      diagnostics += update.diagnostics
      if update.isContradictory {
        diagnostics.append(
          .warning(
            "this file is not changed, because two changes are about the same text",
            at: SourceLocation(file: file.source.file, line: 1, column: 1)))
      }
      if let bytes = update.bytes { files.append(File(path: path, bytes: bytes, existing: file)) }
    }
    for circle in layout.circles {
      diagnostics.append(
        .warning(
          "\(circle.joined(separator: ", ")) need each other, so no metaapplyblueprint says which comes first; move the entries that both need to another file",
          at: nil))
    }
  }

  /// The files that an export made and that have no entry any more.
  private func emptied(_ objects: [String: [ExportedObject]]) -> Set<String> {
    let gone = Dictionary(grouping: existing.gone.filter { isRemoved($0, objects) }, by: \.file)
    return Set(
      existing.files.filter { file in
        let left = Set(file.entries).subtracting(file.applications.map(\.mark))
        return isFolder && file.isExport && !left.isEmpty && objects[file.path] == nil
          && left.isSubset(of: Set((gone[file.path] ?? []).map(\.mark)))
      }.map(\.path))
  }

  /// A new file.
  private mutating func text(
    _ path: String, _ objects: [ExportedObject], _ known: [String: ExistingSet.File]
  ) -> [UInt8] {
    var trees: [YAMLTree] = []
    for name in needed(by: path, known) { trees.append(Self.application(of: name)) }
    for object in objects { trees.append(entry(object, path)) }
    var pairs: [YAMLTree.Pair] = [.pair("version", .value(1))]
    if isFolder {
      pairs.append(
        .pair(
          "metadata",
          .value(["name": .string(Self.name(of: path)), "labels": [Self.label: "true"]])))
    }
    pairs.append(.pair("entries", .list(older(trees))))
    return text(of: .map(pairs), path).map { Array($0.utf8) } ?? []
  }

  mutating func entry(_ object: ExportedObject, _ path: String) -> YAMLTree {
    var writer = writer(object, in: path)
    let entry = writer.entry()
    diagnostics += writer.diagnostics
    advice.add(object, writer)
    return entry
  }

  /// The entries in the form of an older version, if one is asked for.
  private mutating func older(_ trees: [YAMLTree]) -> [YAMLTree] {
    guard let form = style.older else { return trees }
    let found = form.adapted(trees)
    diagnostics += found.diagnostics
    return found.entries
  }

  mutating func text(of tree: YAMLTree, _ path: String) -> String? {
    do { return try Emitter.text(of: tree).separatingEntries } catch {
      diagnostics.append(.error("\(path) cannot be written: \(error.message)", at: nil))
      return nil
    }
  }

  /// The name of a new file, for `metaapplyblueprint`.
  private static func name(of path: String) -> String {
    path.hasSuffix(".yaml") ? String(path.dropLast(".yaml".count)) : path
  }

  static func application(of name: String) -> YAMLTree {
    .map([
      .pair("model", .value("authentik_blueprints.metaapplyblueprint")),
      .pair("attrs", .value(["identifiers": ["name": .string(name)]])),
    ])
  }

  /// The names of the files that a file needs, sorted.
  mutating func needed(by path: String, _ known: [String: ExistingSet.File]) -> [String] {
    guard isFolder else { return [] }
    let circle = Set(layout.circles.first { $0.contains(path) } ?? [])
    var names: [String] = []
    for target in (needs[path] ?? []).subtracting(circle).sorted() {
      guard let file = known[target] else {
        names.append(Self.name(of: target))
        continue
      }
      if let name = file.name {
        names.append(name)
      } else {
        diagnostics.append(
          .warning(
            "\(path) needs this file, but only a file with a `metadata.name` can be applied first; add one",
            at: SourceLocation(file: file.source.file, line: 1, column: 1)))
      }
    }
    return names
  }
}
