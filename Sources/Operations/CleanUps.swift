import Synchronization

/// Clean-ups before a process exits at once, such as releasing a lock.
package final class CleanUps: Sendable {
  private struct Registered {
    var bodies: [Int: @Sendable () -> Void] = [:]
    var count = 0
  }

  private let registered = Mutex(Registered())

  package init() {}

  /// Runs a body; `cleanUp` is registered only while it runs.
  package func during<Result>(
    _ cleanUp: @escaping @Sendable () -> Void, _ body: () async throws -> Result
  ) async throws -> Result {
    let number = registered.withLock { registered in
      registered.count += 1
      registered.bodies[registered.count] = cleanUp
      return registered.count
    }
    defer { registered.withLock { $0.bodies[number] = nil } }
    return try await body()
  }

  /// Runs all of them, the last registered first.
  package func run() {
    let bodies = registered.withLock(\.bodies)
    for (_, cleanUp) in bodies.sorted(by: { $0.key > $1.key }) { cleanUp() }
  }
}
