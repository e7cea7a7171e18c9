package import State

/// Saves the progress of an apply at intervals, for states that are kept on another machine.
package struct Checkpoints: Sendable {
  /// The time between the first unsaved change and its save.
  package var interval: Duration = .seconds(20)
  package var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  private let save: @Sendable (StateSnapshot) async -> Void

  package init(save: @escaping @Sendable (StateSnapshot) async -> Void) { self.save = save }

  /// Waits for one interval. Returns false if the run ended before.
  func wait() async -> Bool { (try? await sleep(interval)) != nil }

  func save(_ snapshot: StateSnapshot) async { await save(snapshot) }
}
