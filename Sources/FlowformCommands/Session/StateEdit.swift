import StateFile

extension StateBackend {
  /// Runs a body with the state locked, and gives the lock up whatever happens.
  func whileHeld<Result>(
    command: String, _ body: (any HeldState) async throws -> Result
  ) async throws -> Result {
    let held = try await hold(command: command)
    Interrupts.shared.beforeExit { held.releaseBeforeExit() }
    for note in held.notes { Console.note(note) }
    let result: Result
    do { result = try await body(held) } catch {
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
    if wasRollingBack, !hasSupersededJournal {
      Console.note(
        "note: the last apply was interrupted while it undid what it had done; what is left of it is in the state"
      )
    }
    if let path = journalLaidAside {
      Console.note(
        "note: the state has moved on since an apply here was interrupted, so that its journal was laid aside as \(path); what it made and the state does not know, the plan finds on the server"
      )
    }
    return self
  }
}
