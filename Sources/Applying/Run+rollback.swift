import Planning
import State

extension Run {
  /// True if something failed, a test among it, and there are steps to undo.
  var wantsRollback: Bool {
    onFailure == .rollback && (outcome.failed > 0 || outcome.tests == .failed) && !steps.isEmpty
  }

  /// Undoes the steps, last one first.
  ///
  /// A step that cannot be undone is reported, and the others are still undone. Only an interruption or an unwritable
  /// journal ends the rollback.
  mutating func rollBack(_ rollback: consuming Rollback) async {
    var rollback = rollback
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
