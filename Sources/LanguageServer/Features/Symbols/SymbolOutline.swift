import Model
import OrderedCollections
import YAML

/// Which entry of a file belongs below which, as a plan groups their objects.
package struct SymbolOutline {
  package struct Node {
    package let entry: EntryPosition
    package var children: [Node] = []
  }

  /// Models of objects that are shown below the first object that needs them.
  private static let partPrefixes = ["authentik_stages_", "authentik_policies_", "authentik_providers_"]
  private static let flow = "authentik_flows.flow"

  private let set: WrittenSet
  private let entries: [EntryPosition]
  private var owned: [EntryPosition: [EntryPosition]] = [:]
  private var hasOwner: Set<EntryPosition> = []
  private var placed: Set<EntryPosition> = []

  package init(_ set: WrittenSet, file: Int) {
    self.set = set
    entries = set.files[file].entries.indices.map { EntryPosition(file: file, entry: $0) }
    for entry in entries where set.isBinding(entry) {
      guard let target = set.field("target", of: entry),
        let owner = set.value(of: target, in: file)?.entry, owner.file == file, owner != entry
      else { continue }
      owned[owner, default: []].append(entry)
      hasOwner.insert(entry)
    }
  }

  package mutating func build() -> [Node] {
    let free = entries.filter { !hasOwner.contains($0) }
    let flows = free.filter { model($0) == Self.flow }.compactMap { node($0) }
    let wholes = free.filter { !isPart($0) }.compactMap { node($0) }
    let rest = entries.compactMap { node($0) }
    return flows + (wholes + rest).sorted { $0.entry < $1.entry }
  }

  private mutating func node(_ entry: EntryPosition) -> Node? {
    guard placed.insert(entry).inserted else { return nil }
    var node = Node(entry: entry)
    let members = parts(of: entry) + (owned[entry] ?? []).sorted(by: precedes)
    for member in members {
      if let child = self.node(member) { node.children.append(child) }
    }
    return node
  }

  /// The entries that are shown below the one that needs them: the stage of a binding, the prompts of a stage.
  private func parts(of entry: EntryPosition) -> [EntryPosition] {
    var found: OrderedSet<EntryPosition> = []
    let node = set.entry(entry).node
    for part in ["identifiers", "attrs"] {
      if let node = node[part] { collect(node, of: entry, into: &found, depth: 0) }
    }
    return found.filter { isPart($0) }.sorted(by: precedes)
  }

  private func collect(
    _ node: SourceNode, of entry: EntryPosition, into found: inout OrderedSet<EntryPosition>, depth: Int
  ) {
    guard depth < 64 else { return }
    let node = set.files[entry.file].resolved(node)
    if node.tag != nil {
      if let target = set.value(of: node, in: entry.file)?.entry, target.file == entry.file, target != entry {
        found.append(target)
      }
      if node.text != nil { return }
    }
    for child in node.children { collect(child, of: entry, into: &found, depth: depth + 1) }
  }

  private func model(_ entry: EntryPosition) -> String { set.entry(entry).model?.text.lowercased() ?? "" }

  private func isPart(_ entry: EntryPosition) -> Bool {
    let model = model(entry)
    return Self.partPrefixes.contains { model.hasPrefix($0) }
  }

  private func precedes(_ left: EntryPosition, _ right: EntryPosition) -> Bool {
    (order(left), left) < (order(right), right)
  }

  private func order(_ entry: EntryPosition) -> Int { set.order(of: entry) ?? Int.max }
}
