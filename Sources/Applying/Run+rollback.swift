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
      if let obstacle {
        take(.failed(obstacle), of: step)
        continue
      }
      let result = await rollback.undo(step, record: snapshot.resources[step.change.address])
      if case .journalFailed(let error, _) = result { obstacle = "\(error)" }
      take(result, of: step)
    }
  }

  private mutating func take(_ result: ChangeResult, of step: Step) {
    let address = step.change.address
    func kept(_ reason: String) {
      outcome.notUndone += 1
      report(.notUndone(address, step.action, reason: reason, at: step.change.source))
    }
    switch result {
    case .done(_, _, let entries, _):
      for entry in entries { snapshot.fold(entry) }
      outcome.undone += 1
      report(.undone(address, step.action))
    case .failed(let reason, let entries, _, _):
      for entry in entries { snapshot.fold(entry) }
      kept(reason)
    case .unknown(let reason, let intent):
      snapshot.fold(.intent(intent))
      kept("the outcome is not known: \(reason)")
    case .journalFailed(let error, let entries):
      for entry in entries { snapshot.fold(entry) }
      kept("\(error)")
    case .unreadable: kept("it cannot be read with this token")
    }
  }
}
