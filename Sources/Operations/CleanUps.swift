import Synchronization

/// What must be done before a process ends at once, such as to give up a lock.
package final class CleanUps: Sendable {
  private struct Registered {
    var bodies: [Int: @Sendable () -> Void] = [:]
    var count = 0
  }

  private let registered = Mutex(Registered())

  package init() {}

  /// Runs a body; `cleanUp` counts only while it runs.
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

  /// Does all of it, the last registered first.
  package func run() {
    let bodies = registered.withLock(\.bodies)
    for (_, cleanUp) in bodies.sorted(by: { $0.key > $1.key }) { cleanUp() }
  }
}
