import Synchronization

/// A number that eight tasks increase. If it is `guarded`, a mutex protects it. If not, it is a race that must be
/// found.
final class Counter: @unchecked Sendable {
  private let guarded = Mutex(0)
  private var unguarded = 0

  func count(isGuarded: Bool) {
    if isGuarded { guarded.withLock { $0 += 1 } } else { unguarded += 1 }
  }
}

let isGuarded = CommandLine.arguments.contains("guarded")
let counter = Counter()
await withTaskGroup(of: Void.self) { group in
  for _ in 0..<8 {
    group.addTask {
      for _ in 0..<20_000 { counter.count(isGuarded: isGuarded) }
    }
  }
}
