import Model
import Planning

/// Hands out changes as soon as what they need is done, in the order of the plan among equals.
///
/// Only dependencies on changes of the queue count, and `givers`; anything else is there already.
struct ReadyQueue {
  private let changes: [PlannedChange]
  private let positions: [ResourceAddress: Int]
  private var dependents: [Int: [Int]] = [:]
  private var openCounts: [Int: Int] = [:]
  /// Indexes that may start; taken from the front.
  private var ready: [Int] = []
  private var head = 0
  private var waiting: Set<Int> = []

  /// `givers` are the positions of the changes that a change waits for besides, by its own position.
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

  /// The next change that may start, or nil where none is ready now.
  mutating func next() -> PlannedChange? {
    guard head < ready.count else { return nil }
    defer { head += 1 }
    return changes[ready[head]]
  }

  /// Frees what waited for a change that is done.
  mutating func finish(_ change: PlannedChange) {
    guard let index = positions[change.address] else { return }
    for dependent in dependents[index] ?? [] {
      openCounts[dependent, default: 1] -= 1
      if openCounts[dependent] == 0, waiting.remove(dependent) != nil { ready.append(dependent) }
    }
  }

  /// What has not been handed out, in the order of the plan.
  var remaining: [PlannedChange] {
    (ready[head...] + waiting).sorted().map { changes[$0] }
  }
}
