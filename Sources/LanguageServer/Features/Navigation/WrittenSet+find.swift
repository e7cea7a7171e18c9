import Blueprints
import Catalog
import Model
import YAML

extension WrittenSet {
  private struct Condition {
    let lookup: Lookup
    let wanted: WrittenValue
  }

  /// The entries that a `!Find` or `!FindObject` of a file leads to. Entries that delete their object count only if
  /// there is no other.
  package func entries(found use: TagFacts, in file: Int, depth: Int = 0) -> [EntryPosition] {
    let key = WrittenPlace(file: file, offset: use.node.range.lowerBound)
    if let known = found[key] { return known }
    // A look-up that is needed for itself finds nothing.
    found[key] = []
    let entries = search(use, in: file, depth: depth)
    found[key] = entries
    return entries
  }

  private func search(_ use: TagFacts, in file: Int, depth: Int) -> [EntryPosition] {
    guard case .find(let model, let written) = use.target,
      let conditions = conditions(written, use, in: file, depth: depth)
    else { return [] }
    let found = candidates(model, conditions).filter { entry in
      conditions.allSatisfy { meets(entry, $0, depth: depth) }
    }
    let present = found.filter { entry($0).state != "absent" }
    return present.isEmpty ? found : present
  }

  /// Nil if a condition has the wrong form, or a value that the files do not tell.
  private func conditions(
    _ written: [(field: SourceNode, value: SourceNode)], _ use: TagFacts, in file: Int, depth: Int
  ) -> [Condition]? {
    guard !written.isEmpty, written.count + 1 == use.node.items?.count else { return nil }
    let known = written.compactMap { pair -> Condition? in
      guard let field = value(of: pair.field, in: file, depth: depth)?.value?.string,
        let wanted = value(of: pair.value, in: file, depth: depth)
      else { return nil }
      return Condition(lookup: Lookup(field), wanted: wanted)
    }
    return known.count == written.count ? known : nil
  }

  private func candidates(_ model: String, _ conditions: [Condition]) -> [EntryPosition] {
    for condition in conditions where condition.lookup.isPlain {
      guard let name = condition.lookup.path.first else { continue }
      if name == "pk", let entry = condition.wanted.entry {
        return self.entry(entry).model.map { covers(model, $0.text.lowercased()) } == true ? [entry] : []
      }
      guard let wanted = condition.wanted.value, wanted.list == nil else { continue }
      let key = EntryColumn.Key(model: model, field: name)
      let column = columns[key] ?? EntryColumn(key, self)
      columns[key] = column
      return column.candidates(for: wanted)
    }
    return entries(ofModel: model)
  }

  private func meets(_ position: EntryPosition, _ condition: Condition, depth: Int) -> Bool {
    var position = position
    for name in condition.lookup.path.dropLast() {
      guard let node = field(name, of: position),
        let next = value(of: node, in: position.file, depth: depth + 1)?.entry
      else { return false }
      position = next
    }
    guard let name = condition.lookup.path.last else { return false }
    if name == "pk", let entry = condition.wanted.entry { return entry == position }
    guard let node = field(name, of: position),
      let declared = value(of: node, in: position.file, depth: depth + 1)
    else { return false }
    switch (declared, condition.wanted) {
    case (.value(let declared), .value(let wanted)):
      return condition.lookup.holds(declared, wanted, as: kind(of: position)?.field(name)?.type)
    case (.entries(let declared), .entries(let wanted)):
      return condition.lookup.comparison == "exact" && declared.contains { wanted.contains($0) }
    default: return false
    }
  }
}
