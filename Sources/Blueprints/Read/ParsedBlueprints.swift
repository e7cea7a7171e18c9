import Catalog
import Model
import YAML

/// Blueprints that are resolved together, with their entries and the indexes that find them.
struct ParsedBlueprints: Sendable {
  /// The blueprints, without their entries.
  private(set) var blueprints: [Blueprint] = []
  /// The directory argument that each blueprint was found under.
  private(set) var roots: [String?] = []
  private(set) var entries: [ParsedEntry] = []
  /// The number of values that the fast path has produced for each file.
  private(set) var valueCounts: [Int] = []
  /// How many values the tags of one file may produce.
  let valueLimit: Int
  /// The entries of each file by their `id`.
  private(set) var identified: [[String: [Int]]] = []
  /// Entries that share their `id` with an earlier entry of the file.
  private(set) var sharedNames: [Int] = []
  /// The entries by the primary key that their identifiers spell out.
  private(set) var primaryKeys: [String: [Int]] = [:]

  init(_ files: [(file: ParsedFile, root: String?)], valueLimit: Int) {
    self.valueLimit = valueLimit
    entries.reserveCapacity(files.reduce(0) { $0 + ($1.file.blueprint?.entries.count ?? 0) })
    // If an entry declares a primary key, other entries may refer to it by that key. Then the fast path cannot be used.
    let usesFast = !files.contains { Self.hasPrimaryKey($0.file) }
    for (file, root) in files {
      guard let blueprint = file.blueprint else { continue }
      let count = usesFast ? file.fast.reduce(0) { $0 + ($1?.valueCount ?? 0) } : 0
      // If there are too many values, the slow path counts them one by one and finds the place.
      let isUsed = usesFast && count <= valueLimit
      add(blueprint, file.fast, isUsed: isUsed)
      blueprints.append(blueprint.withoutEntries)
      roots.append(root)
      valueCounts.append(isUsed ? count : 0)
    }
  }

  private static func hasPrimaryKey(_ file: ParsedFile) -> Bool {
    guard let entries = file.blueprint?.entries else { return false }
    // The fast path does not resolve entries that declare a primary key.
    return entries.indices.contains { position in
      (file.fast.isEmpty || file.fast[position] == nil) && entries[position].literalPrimaryKey != nil
    }
  }

  private mutating func add(_ blueprint: Blueprint, _ fast: [FastEntry?], isUsed: Bool) {
    var names: [String: [Int]] = [:]
    for (offset, entry) in blueprint.entries.enumerated() {
      let position = entries.count
      let fast = fast.isEmpty ? nil : fast[offset]
      if let id = entry.id {
        if names[id] != nil { sharedNames.append(position) }
        names[id, default: []].append(position)
      }
      if fast == nil, let key = entry.literalPrimaryKey { primaryKeys[key, default: []].append(position) }
      entries.append(
        ParsedEntry(
          entry: isUsed ? entry : fast?.wholeEntry ?? entry, blueprint: blueprints.count,
          fast: isUsed ? fast : nil))
    }
    identified.append(names)
  }
}

extension Entry {
  /// The text of a `pk` that the identifiers declare, as in authentik's own exports.
  fileprivate var literalPrimaryKey: String? {
    let value: Value?
    switch identifiers?.content {
    case .fields(let fields): value = fields.first { $0.name == "pk" }?.known
    case .node(let node):
      guard case .map(let pairs) = node.content, node.tag?.isCustom != true else { return nil }
      value = pairs.last { $0.key.literal == "pk" }?.value.literal
    case nil: return nil
    }
    return value.flatMap(Coercion.text)?.lowercased()
  }
}
