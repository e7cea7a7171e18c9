package import State

/// Copies a state to another place, with its lineage and serial. The old one stays as a backup.
package struct MigrateOperation: Sendable {
  private let source: any StateBackend
  private let target: any StateBackend
  private let context: RunContext

  package init(from source: any StateBackend, to target: any StateBackend, _ context: RunContext) {
    self.source = source
    self.target = target
    self.context = context
  }

  /// Returns the state. Writes nothing if the other place already has it.
  package func run() async throws -> StateSnapshot {
    let command = "state migrate"
    return try await source.whileHeld(command: command, context) { held in
      let snapshot = try await held.recover().told(to: context).snapshot
      guard snapshot.serial > 0 else {
        throw OperationError(.failed, "there is no state in \(source.name); check --state")
      }
      return try await target.whileHeld(command: command, context) { other in
        let there = try await other.recover().told(to: context).snapshot
        guard there != snapshot else { return snapshot }
        // An older version is the backup of an earlier migration, and may be replaced.
        guard there.serial == 0 || there.lineage == snapshot.lineage && there.serial < snapshot.serial else {
          throw OperationError(.failed, refusal(there, snapshot))
        }
        try await other.adopt(snapshot)
        return snapshot
      }
    }
  }

  private func refusal(_ there: StateSnapshot, _ snapshot: StateSnapshot) -> String {
    there.lineage == snapshot.lineage
      ? "\(target.name) has a later version of the state (serial \(there.serial), here \(snapshot.serial)); use it, or move it away"
      : "\(target.name) has another state (\(there.resources.count) objects); name another place, or move it away"
  }
}
