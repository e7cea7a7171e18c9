import Catalog

extension Resolution {
  /// Returns the selected entries, each at the position of its slot. Also returns the positions of absent or skipped
  /// entries that cannot be resolved.
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

  /// Resolves an entry that does not apply its attributes, and drops its findings and questions.
  ///
  /// For an object that is to be deleted, the attributes only tell its references. A skipped entry still describes its
  /// object, but problems that its conditions guard against are no mistakes.
  private mutating func attempt(_ index: Int, as kind: Kind, _ head: EntrySlot.Head) -> ResolvedEntry? {
    let (diagnostics, count) = (table[index].diagnostics, questions.open.count)
    defer {
      table[index].diagnostics = diagnostics
      questions.discard(since: count)
    }
    return resolvedEntry(index, as: kind, head)
  }
}
