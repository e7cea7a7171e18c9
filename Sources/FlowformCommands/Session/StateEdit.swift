import Model
import State

extension StateBackend {
  /// Runs a body with the state locked, and gives the lock up whatever happens.
  func whileHeld<Result>(
    command: String, _ body: (any HeldState) async throws -> Result
  ) async throws -> Result {
    let held = try await hold(command: command)
    let result: Result
    do {
      // A lock that is given up may be another run's a moment later, so no clean-up outlives the body.
      result = try await Interrupts.shared.cleaningUp(with: { held.releaseBeforeExit() }) {
        for note in held.notes { Console.note(note) }
        return try await body(held)
      }
    } catch {
      if let warning = await held.release() { Console.note(warning) }
      throw error
    }
    if let warning = await held.release() { Console.note(warning) }
    return result
  }

  /// Changes the state under its lock. The serial grows only where the body changed something.
  func edit<Result>(
    command: String, _ body: (inout StateSnapshot) async throws -> Result
  ) async throws -> Result {
    try await whileHeld(command: command) { held in
      let before = try await held.recover().noted().snapshot
      var snapshot = before
      let result = try await body(&snapshot)
      try await held.commit(snapshot, after: before)
      return result
    }
  }
}

extension StateStore.Loaded {
  /// The same, after telling what the user should know of how it came about.
  func noted() -> Self {
    if let openRollback, !hasSupersededJournal { openRollback.note() }
    if let path = journalLaidAside {
      Console.note(
        "note: the state has moved on since an apply here was interrupted, so that its journal was laid aside as \(path); what it made and the state does not know, the plan finds on the server"
      )
    }
    return self
  }
}

extension OpenRollback {
  /// How many steps are named.
  private static let limit = 20

  /// Tells what the interrupted run has left, and how to undo that as well.
  fileprivate func note() {
    let begin = "note: the last apply was interrupted while it undid what it had done"
    guard !left.isEmpty else { return Console.note("\(begin); nothing of it is left") }
    Console.note("\(begin); of \(stepCount) \(stepCount == 1 ? "step" : "steps") these are left:")
    let past: [Action: String] = [.create: "created", .update: "updated", .delete: "deleted"]
    for intent in left.prefix(Self.limit) {
      Console.note("  \(past[intent.action] ?? intent.action.rawValue) \(intent.address)")
    }
    if left.count > Self.limit { Console.note("  and \(left.count - Self.limit) more") }
    Console.note(
      "to undo them as well, apply the blueprints of before that run, with --prune for what it created")
  }
}
