import Model

/// The order in which entries are applied: an entry comes after those that it refers to.
enum EntryOrder {
  /// Entries that refer to each other in a circle. The first one is repeated at the end.
  struct Cycle: Error {
    let positions: [Int]

    func diagnostic(_ entries: [ResolvedEntry]) -> Diagnostic {
      let entries = positions.map { entries[$0] }
      let names = entries.map(\.address.description).joined(separator: " → ")
      return .error("entries depend on each other in a circle: \(names)", at: entries.first?.location).about(
        .order)
    }
  }

  private enum Visit { case open, running, done }

  /// Sorts the entries so that each comes after its needs, otherwise in their own order. Returns their positions, or
  /// nil if they are in order already. `needs` are the positions of the entries that each one depends on, in ascending
  /// order.
  static func sort(_ entries: [ResolvedEntry], needs: [[Int]]) -> Result<[Int]?, Cycle> {
    guard needs.contains(where: { !$0.isEmpty }) else { return .success(nil) }
    var visits = Array(repeating: Visit.open, count: entries.count)
    var order: [Int] = []
    order.reserveCapacity(entries.count)
    // The stack is explicit: a chain of references may be as long as the set.
    for start in entries.indices where visits[start] == .open {
      var path: [(index: Int, next: Int)] = [(start, 0)]
      visits[start] = .running
      while let (index, next) = path.last {
        guard next < needs[index].count else {
          visits[index] = .done
          order.append(index)
          path.removeLast()
          continue
        }
        path[path.count - 1].next += 1
        let need = needs[index][next]
        switch visits[need] {
        case .done: continue
        case .running:
          let circle = path.map(\.index).drop { $0 != need } + [need]
          return .failure(Cycle(positions: Array(circle)))
        case .open:
          visits[need] = .running
          path.append((need, 0))
        }
      }
    }
    return .success(order)
  }
}
