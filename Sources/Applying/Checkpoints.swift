package import State

/// Saves what an apply has done so far, again and again, if only that outlives a lost disk.
package struct Checkpoints: Sendable {
  /// From the first change that is not saved to its saving.
  package var interval: Duration = .seconds(20)
  package var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  private let save: @Sendable (StateSnapshot) async -> Void

  package init(save: @escaping @Sendable (StateSnapshot) async -> Void) { self.save = save }

  /// Waits until it is time; false if the run ended before.
  func wait() async -> Bool { (try? await sleep(interval)) != nil }

  func save(_ snapshot: StateSnapshot) async { await save(snapshot) }
}
