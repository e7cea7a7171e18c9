import Model
import Planning

/// A queue that returns a change once its dependencies are done, otherwise in the order of the plan.
///
/// Only `givers` and dependencies on changes in the queue count. All other objects exist already.
struct ReadyQueue {
  private let changes: [PlannedChange]
  private let positions: [ResourceAddress: Int]
  private var dependents: [Int: [Int]] = [:]
  private var openCounts: [Int: Int] = [:]
  /// The indexes of changes that may start, taken from the front.
  private var ready: [Int] = []
  private var head = 0
  private var waiting: Set<Int> = []

  /// `givers` maps the position of a change to the positions of further changes that it waits for.
  init(_ changes: [PlannedChange], waitingFor givers: [Int: Set<Int>] = [:]) {
    self.changes = changes
    positions = Dictionary(changes.enumerated().map { ($1.address, $0) }) { first, _ in first }
    for (index, change) in changes.enumerated() {
      let needed = Set(change.dependencies.compactMap { positions[$0] }).subtracting([index])
        .union(givers[index] ?? [])
      for other in needed { dependents[other, default: []].append(index) }
      openCounts[index] = needed.count
      if needed.isEmpty { ready.append(index) } else { waiting.insert(index) }
    }
  }

  /// Returns the next change that may start, or nil if none is ready.
  mutating func next() -> PlannedChange? {
    guard head < ready.count else { return nil }
    defer { head += 1 }
    return changes[ready[head]]
  }

  /// Releases the changes that waited for this one.
  mutating func finish(_ change: PlannedChange) {
    guard let index = positions[change.address] else { return }
    for dependent in dependents[index] ?? [] {
      openCounts[dependent, default: 1] -= 1
      if openCounts[dependent] == 0, waiting.remove(dependent) != nil { ready.append(dependent) }
    }
  }

  /// The changes that were not started, in the order of the plan.
  var remaining: [PlannedChange] {
    (ready[head...] + waiting).sorted().map { changes[$0] }
  }
}
