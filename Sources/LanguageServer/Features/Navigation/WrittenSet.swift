import Blueprints
package import Catalog
package import Model
import OrderedCollections
package import YAML

/// All files of the workspace as they are written, for questions that go from one file to another.
///
/// A class, because it keeps its indexes while one request is answered.
package final class WrittenSet {
  package let files: [FileFacts]
  package let catalog: Catalog
  /// The values that the settings put over the context of every file.
  package let context: ValueMap
  private let positions: [String: Int]
  private lazy var models = entriesByModel()
  private var identified: [Int: [String: [EntryPosition]]] = [:]
  /// The entries of the look-ups that were followed, by the file and the first byte of each.
  var found: [WrittenPlace: [EntryPosition]] = [:]
  /// How many more values are looked at: a few lines of context can stand for a great many.
  var budget = 300_000
  var columns: [EntryColumn.Key: EntryColumn] = [:]

  package init(_ workspace: inout Workspace) {
    files = workspace.allFacts()
    catalog = workspace.catalog
    context = workspace.settings.options.context
    positions = Dictionary(files.enumerated().map { ($1.file, $0) }) { first, _ in first }
  }

  package func facts(_ file: String) -> FileFacts? { positions[file].map { files[$0] } }

  package func position(of file: String) -> Int? { positions[file] }

  package func facts(of entry: EntryPosition) -> FileFacts { files[entry.file] }

  package func entry(_ position: EntryPosition) -> EntryFacts {
    files[position.file].entries[position.entry]
  }

  package func kind(of entry: EntryPosition) -> Kind? {
    self.entry(entry).model.flatMap { catalog.kind($0.text.lowercased()) }
  }

  /// The entries of each model, in the order of the set.
  private func entriesByModel() -> [String: [EntryPosition]] {
    var found: [String: [EntryPosition]] = [:]
    for (file, facts) in files.enumerated() {
      for (index, entry) in facts.entries.enumerated() {
        guard let model = entry.model?.text.lowercased() else { continue }
        found[model, default: []].append(EntryPosition(file: file, entry: index))
      }
    }
    return found
  }

  /// The entries of a model, or of the kinds below a base class.
  func entries(ofModel model: String) -> [EntryPosition] {
    if catalog.kind(model) != nil { return models[model] ?? [] }
    return models.filter { name, _ in covers(model, name) }.flatMap(\.value).sorted()
  }

  func covers(_ model: String, _ name: String) -> Bool {
    model == name || catalog.kind(name).map { EntryColumn.covers(model, $0) } ?? false
  }

  /// The entries of a file with an id; the first one counts for `!KeyOf`.
  package func entries(withID id: String, in file: Int) -> [EntryPosition] {
    if identified[file] == nil { identified[file] = entriesByID(in: file) }
    return identified[file]?[id] ?? []
  }

  private func entriesByID(in file: Int) -> [String: [EntryPosition]] {
    var found: [String: [EntryPosition]] = [:]
    for (index, entry) in files[file].entries.enumerated() {
      guard let id = entry.id?.text else { continue }
      found[id, default: []].append(EntryPosition(file: file, entry: index))
    }
    return found
  }

  /// The value of a field of an entry, from the identifiers first.
  package func field(_ name: String, of entry: EntryPosition) -> SourceNode? {
    let facts = files[entry.file]
    return ["identifiers", "attrs"].lazy.compactMap { part in
      facts.value(name, in: facts.entries[entry.entry].node[part])
    }.first
  }
}

/// A byte of one of the files.
struct WrittenPlace: Hashable {
  let file: Int
  let offset: Int
}

/// A place of an entry among the files of the workspace.
package struct EntryPosition: Sendable, Hashable, Comparable {
  package let file: Int
  package let entry: Int

  package static func < (left: EntryPosition, right: EntryPosition) -> Bool {
    (left.file, left.entry) < (right.file, right.entry)
  }
}

extension FileFacts {
  /// The node that an alias stands for; any other node itself.
  package func resolved(_ node: SourceNode) -> SourceNode {
    guard case .alias(let name) = node.content else { return node }
    return anchors.first { $0.text == name }?.node ?? node
  }

  /// The value of a key in a map, which may be an alias or take keys of others by `<<`.
  package func value(_ key: String, in node: SourceNode?, depth: Int = 0) -> SourceNode? {
    guard depth < 8, let map = node.map(resolved) else { return nil }
    if let own = map[key] { return resolved(own) }
    guard let merged = map["<<"].map(resolved) else { return nil }
    return (merged.items ?? [merged]).lazy.compactMap { self.value(key, in: $0, depth: depth + 1) }.first
  }
}
