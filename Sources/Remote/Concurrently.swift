/// Runs a body for each item, at most `limit` at a time, and returns the results in the order of the items.
/// The first failure cancels the rest.
package func concurrently<Item: Sendable, Result: Sendable>(
  _ items: [Item], limit: Int, until isLast: (Result) -> Bool = { _ in false },
  _ body: @escaping @Sendable (Item) async throws -> Result
) async throws(APIError) -> [Result] {
  do {
    return try await withThrowingTaskGroup(of: (Int, Result).self) { group in
      var results = [Result?](repeating: nil, count: items.count)
      var next = items.enumerated().makeIterator()
      var hasEnded = false
      func start(_ group: inout ThrowingTaskGroup<(Int, Result), any Error>) {
        guard !hasEnded, let (index, item) = next.next() else { return }
        group.addTask { (index, try await body(item)) }
      }
      for _ in 0..<max(1, limit) { start(&group) }
      while let (index, result) = try await group.next() {
        results[index] = result
        if isLast(result) { hasEnded = true }
        start(&group)
      }
      return results.compactMap { $0 }
    }
  } catch {
    throw error as? APIError ?? .ambiguous("the request was cancelled")
  }
}
