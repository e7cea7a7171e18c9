/// The time limit of `withDeadline` has passed.
struct DeadlineExceeded: Error {}

/// Runs a body that is cancelled, and whose failure is `DeadlineExceeded`, once the time is up.
func withDeadline<Result: Sendable>(
  _ duration: Duration, _ body: @escaping @Sendable () async throws -> Result
) async throws -> Result {
  try await withThrowingTaskGroup(of: Result.self) { group in
    group.addTask { try await body() }
    group.addTask {
      try await Task.sleep(for: duration)
      throw DeadlineExceeded()
    }
    defer { group.cancelAll() }
    guard let result = try await group.next() else { throw DeadlineExceeded() }
    return result
  }
}
