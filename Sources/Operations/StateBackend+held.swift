package import State

extension StateBackend {
  /// Runs a body with the state locked, and releases the lock in any case.
  package func whileHeld<Result>(
    command: String, _ context: RunContext, _ body: (any HeldState) async throws -> Result
  ) async throws -> Result {
    let held = try await hold(command: command)
    let result: Result
    do {
      // A released lock may be another run's a moment later, so the clean-up must end with the body.
      result = try await context.cleanUps.during({ held.releaseBeforeExit() }) {
        for note in held.notes { context.notify(.state(note)) }
        return try await body(held)
      }
    } catch {
      if let warning = await held.release() { context.notify(.state(warning)) }
      throw error
    }
    if let warning = await held.release() { context.notify(.state(warning)) }
    return result
  }

  /// Changes the state under its lock. The serial grows only if the body changed something.
  package func edit<Result>(
    command: String, _ context: RunContext, _ body: (inout StateSnapshot) async throws -> Result
  ) async throws -> Result {
    try await whileHeld(command: command, context) { held in
      let before = try await held.recover().told(to: context).snapshot
      var snapshot = before
      let result = try await body(&snapshot)
      try await held.commit(snapshot, after: before)
      return result
    }
  }

  /// The state with the journal of an interrupted run applied. It is saved too, unless another run holds the
  /// lock and still writes that journal.
  func current(_ context: RunContext) async throws -> StateSnapshot {
    let loaded = try await load()
    guard loaded.hasOpenJournal else { return loaded.snapshot }
    do {
      return try await whileHeld(command: "recover", context) {
        try await $0.recover().told(to: context).snapshot
      }
    } catch let error as StateError where error.isLocked {
      return loaded.told(to: context).snapshot
    }
  }
}

extension StateStore.Loaded {
  /// The same, after sending the notices about it.
  func told(to context: RunContext) -> Self {
    if let openRollback, !hasSupersededJournal { context.notify(.openRollback(openRollback)) }
    if let path = journalLaidAside { context.notify(.journalLaidAside(path: path)) }
    return self
  }
}
