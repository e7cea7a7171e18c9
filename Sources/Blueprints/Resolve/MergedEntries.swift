import Model

/// The entries of a set, one for each object, with their order.
struct MergedEntries: Sendable {
  private(set) var entries: [ResolvedEntry] = []
  /// The position of each entry, until they are ordered.
  private var positions: [ResourceAddress: Int] = [:]
  private(set) var diagnostics: [Diagnostic] = []
  /// The addresses of objects that entries disagree about.
  private(set) var failures: Set<ResourceAddress> = []

  init(_ resolved: [ResolvedEntry?]) {
    entries.reserveCapacity(resolved.count)
    positions.reserveCapacity(resolved.count)
    for case let entry? in resolved { add(entry) }
  }

  /// Adds an entry. Two entries for one object become one: their fields merge, and the later value wins.
  private mutating func add(_ entry: ResolvedEntry) {
    guard let position = positions[entry.address] else {
      positions[entry.address] = entries.count
      entries.append(entry)
      return
    }
    let first = entries[position]
    guard first.isEnabled, entry.isEnabled else {
      if entry.isEnabled { entries[position] = entry }
      return
    }
    guard (first.state == .absent) == (entry.state == .absent) else {
      var finding = Diagnostic.error(
        "\(entry.address) is \(entry.state.rawValue) here and \(first.state.rawValue) at \(first.location); keep one",
        at: entry.location
      ).about(.identity).related(first.location, "the other entry for this object")
      finding.isOfOneEntry = true
      diagnostics.append(finding)
      failures.insert(entry.address)
      return
    }
    diagnostics.append(
      .warning(
        "\(entry.address) is described twice, first at \(first.location); if both set a field, this one wins",
        at: entry.location, strict: true
      ).about(.identity).related(first.location, "first described here"))
    entries[position] = first.overlaid(with: entry)
  }

  /// Records which entries refer to which. Returns the positions that each entry needs, in ascending order.
  private mutating func link() -> [[Int]] {
    entries.indices.map { index in
      let entry = entries[index]
      guard entry.hasReferences || !entry.comesAfter.isEmpty else { return [] }
      let comesAfter = entry.comesAfter.subtracting([entry.address])
      var references: Set<ResourceAddress> = []
      var needs = comesAfter.compactMap { positions[$0] }
      for reference in entry.allReferences {
        guard let position = positions[reference.address], references.insert(reference.address).inserted
        else { continue }
        needs.append(position)
      }
      entries[index] = entry.with(references: references, comesAfter: comesAfter)
      return needs.sorted()
    }
  }

  /// Orders the entries for an apply. If that is impossible, returns the mistake.
  mutating func order() -> Diagnostic? {
    var needs = link()
    while true {
      switch EntryOrder.sort(entries, needs: needs) {
      case .success(let order):
        if let order { entries = order.map { entries[$0] } }
        return nil
      case .failure(let cycle):
        guard yield(in: cycle, &needs) else { return cycle.diagnostic(entries) }
      }
    }
  }

  /// Drops the order between two blueprints if a reference requires the opposite. An entry of the later blueprint may
  /// change an object of the earlier one and refer to an object of the later one. Returns false if there is no order to
  /// drop.
  private mutating func yield(in cycle: EntryOrder.Cycle, _ needs: inout [[Int]]) -> Bool {
    var hasYielded = false
    for (index, need) in zip(cycle.positions, cycle.positions.dropFirst()) {
      let (entry, other) = (entries[index], entries[need].address)
      guard entry.comesAfter.contains(other), !entry.references.contains(other) else { continue }
      entries[index] = entry.with(
        references: entry.references, comesAfter: entry.comesAfter.subtracting([other]))
      needs[index].removeAll { $0 == need }
      hasYielded = true
    }
    return hasYielded
  }
}
