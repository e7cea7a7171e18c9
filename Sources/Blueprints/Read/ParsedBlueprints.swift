import Catalog
import Model
import YAML

/// Blueprints that are resolved together, with their entries and what these can be found by.
struct ParsedBlueprints: Sendable {
  /// Their entries are in `entries`.
  private(set) var blueprints: [Blueprint] = []
  /// The directory argument that each of them was found under.
  private(set) var roots: [String?] = []
  private(set) var entries: [ParsedEntry] = []
  /// How many values the fast path has made of each file.
  private(set) var valueCounts: [Int] = []
  /// How many values the tags of one file may produce.
  let valueLimit: Int
  /// The entries of each file by their `id`.
  private(set) var identified: [[String: [Int]]] = []
  /// The entries with an `id` that another entry above them in the file has.
  private(set) var sharedNames: [Int] = []
  /// The entries by the primary key that their identifiers spell out.
  private(set) var primaryKeys: [String: [Int]] = [:]

  init(_ files: [(file: ParsedFile, root: String?)], valueLimit: Int) {
    self.valueLimit = valueLimit
    entries.reserveCapacity(files.reduce(0) { $0 + ($1.file.blueprint?.entries.count ?? 0) })
    // If one entry spells out a primary key, others may stand for it, and every value is looked at again.
    let usesFast = !files.contains { Self.hasPrimaryKey($0.file) }
    for (file, root) in files {
      guard let blueprint = file.blueprint else { continue }
      let count = usesFast ? file.fast.reduce(0) { $0 + ($1?.valueCount ?? 0) } : 0
      // If there is too much, the first that is over the limit is found by counting one after another.
      let isUsed = usesFast && count <= valueLimit
      add(blueprint, file.fast, isUsed: isUsed)
      blueprints.append(blueprint.withoutEntries)
      roots.append(root)
      valueCounts.append(isUsed ? count : 0)
    }
  }

  private static func hasPrimaryKey(_ file: ParsedFile) -> Bool {
    guard let entries = file.blueprint?.entries else { return false }
    // The fast path leaves out entries that spell one out.
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
  /// The text of a `pk` that the identifiers spell out, as authentik's own exports do.
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
