import Planning
import State

extension Run {
  /// True if there is something to undo, since something failed.
  var wantsRollback: Bool { onFailure == .rollback && outcome.failed > 0 && !steps.isEmpty }

  /// Undoes the steps from the last to the first. What cannot be undone is told and does not keep the others
  /// from it; only an interruption or a journal that cannot be written does.
  mutating func rollBack(_ rollback: Rollback) async {
    outcome.isRolledBack = true
    var obstacle: String?
    do throws(StateError) { try await rollback.journal.append(.rollback) } catch { obstacle = "\(error)" }
    for step in steps.reversed() {
      if rollback.stop.wasRequested { obstacle = obstacle ?? "interrupted" }
      do throws(ChangeFailure) {
        if let obstacle { throw .refused(obstacle) }
        let effect = try await rollback.undo(step, record: snapshot.resources[step.change.address])
        latest.fold(effect.entries)
        outcome.undone += 1
        report(.undone(step.change.address, step.action))
      } catch {
        if error.cause == .journal { obstacle = error.reason }
        latest.fold(error.entries)
        outcome.notUndone += 1
        let reason = error.cause == .unknown ? "the outcome is not known: \(error.reason)" : error.reason
        report(.notUndone(step.change.address, step.action, reason: reason, at: step.change.source))
      }
    }
  }
}
