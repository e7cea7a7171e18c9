import Planning
import State

extension Run {
  /// True if something failed, a test among it, and there are steps to undo.
  var wantsRollback: Bool {
    onFailure == .rollback && (outcome.failed > 0 || outcome.tests == .failed) && !steps.isEmpty
  }

  /// Undoes the steps, last one first.
  ///
  /// A step that the server refuses to undo may need an object that a later one creates again, such as a prompt that was
  /// deleted before its stage was changed. So it is tried again after the others, as long as that undoes something.
  /// A step that cannot be undone is reported, and the others are still undone. Only an interruption or an unwritable
  /// journal ends the rollback.
  mutating func rollBack(_ rollback: consuming Rollback) async {
    var rollback = rollback
    outcome.isRolledBack = true
    var obstacle: String?
    do throws(StateError) { try await rollback.journal.append(.rollback) } catch { obstacle = "\(error)" }
    var open: [Step] = steps.reversed()
    var mayTryAgain = true
    while !open.isEmpty {
      var refused: [Step] = []
      for step in open {
        if rollback.stop.wasRequested, outcome.tests != .failed { obstacle = obstacle ?? "interrupted" }
        do throws(ChangeFailure) {
          if let obstacle { throw .refused(obstacle) }
          let effect = try await rollback.undo(step, record: snapshot.resources[step.change.address])
          latest.fold(effect.entries)
          outcome.undone += 1
          report(.undone(step.change.address, step.action))
        } catch {
          if error.cause == .journal { obstacle = error.reason }
          latest.fold(error.entries)
          if mayTryAgain, obstacle == nil, error.cause == .refused, error.entries.isEmpty {
            refused.append(step)
          } else {
            notUndone(step, error)
          }
        }
      }
      mayTryAgain = refused.count < open.count
      open = refused
    }
  }

  private mutating func notUndone(_ step: Step, _ failure: ChangeFailure) {
    outcome.notUndone += 1
    let reason = failure.cause == .unknown ? "the outcome is not known: \(failure.reason)" : failure.reason
    report(.notUndone(step.change.address, step.action, reason: reason, at: step.change.source))
  }
}
