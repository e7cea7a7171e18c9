import Catalog

extension Resolution {
  /// The selected entries, each at the position of its slot, and the positions of entries that are absent or skipped
  /// and cannot be resolved.
  mutating func resolveAll(_ fastPath: FastPath) -> (entries: [ResolvedEntry?], unresolved: [Int]) {
    var entries: [ResolvedEntry?] = Array(repeating: nil, count: table.indices.count)
    var (absent, skipped): ([Int], [Int]) = ([], [])
    for index in table.indices {
      fastPath.takeRoom(forEntryAt: index)
      guard isSelected(index) else { continue }
      if let fast = table[index].fast {
        entries[index] = fast.resolved
        continue
      }
      guard !BlueprintApplications.isOne(index, &self) else { continue }
      let kind = plannedKind(of: index)
      guard let kind, let head = head(of: index) else {
        examine(index, as: kind)
        continue
      }
      if !head.isEnabled {
        skipped.append(index)
      } else if head.state == .absent {
        if identity(of: index) != nil { absent.append(index) }
      } else {
        entries[index] = resolvedEntry(index, as: kind, head)
      }
    }
    var unresolved: [Int] = []
    for index in absent + skipped {
      guard let kind = kind(of: index), let head = head(of: index) else { continue }
      entries[index] = attempt(index, as: kind, head)
      if entries[index] == nil { unresolved.append(index) }
    }
    return (entries, unresolved)
  }

  /// An entry whose attributes are not applied.
  ///
  /// Of an object that is to be deleted, they only tell what it refers to. A skipped entry still describes its
  /// object, and what its conditions guard it against is no mistake. So its findings and questions are dropped.
  private mutating func attempt(_ index: Int, as kind: Kind, _ head: EntrySlot.Head) -> ResolvedEntry? {
    let (diagnostics, count) = (table[index].diagnostics, questions.open.count)
    defer {
      table[index].diagnostics = diagnostics
      questions.discard(since: count)
    }
    return resolvedEntry(index, as: kind, head)
  }
}
