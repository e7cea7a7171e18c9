import FoundationEssentials
import Model

/// The state file, with its journal, lock and backup.
package struct StateStore: Sendable {
  package let path: String

  package init(path: String) {
    self.path = path
  }

  package var journalPath: String { path + ".journal" }
  package var lockPath: String { path + ".lock" }
  package var backupPath: String { path + ".backup" }

  package struct Loaded: Sendable {
    /// The state, with the journal folded in.
    package var snapshot: StateSnapshot
    /// True if a run was interrupted and its journal still exists.
    package let hasOpenJournal: Bool
    /// The steps that are left, if that run was undoing its steps.
    package var openRollback: OpenRollback?
    /// True if the state has moved on without this journal: another run changed it before the last steps of the
    /// interrupted run were saved.
    package var hasSupersededJournal = false
    /// The new path of that journal, if it was laid aside.
    package var journalLaidAside: String?
  }

  /// Reads the state and folds in the journal of an interrupted run. Returns an empty state if there is no file. Writes
  /// nothing.
  package func load() throws(StateError) -> Loaded {
    let stored: StateSnapshot?
    if let bytes = try FileAccess.read(path) {
      stored = try StateSnapshot(bytes, path: path)
    } else {
      stored = nil
    }
    return try folded(over: stored)
  }

  /// Folds the journal into a stored state. Returns an empty state if nothing is stored.
  package func folded(over stored: StateSnapshot?) throws(StateError) -> Loaded {
    guard let journal = try Journal.read(journalPath) else {
      return Loaded(
        snapshot: stored ?? StateSnapshot(lineage: UUID().uuidString.lowercased()), hasOpenJournal: false)
    }
    // Without a state file, the journal is that of the very first run, or all that is left.
    var snapshot = stored ?? StateSnapshot(serial: journal.serial, lineage: journal.lineage)
    guard journal.lineage == snapshot.lineage else { throw StateError.otherLineage(journal: journalPath) }
    // A newer state already contains the journal: the run stopped after it wrote the state and before it removed the
    // journal. A state that was saved half-way contains only a part. To fold in that part again changes nothing.
    let isOpen =
      journal.serial >= snapshot.serial || journal.entries.contains(.saving(digest: snapshot.digest))
    if isOpen {
      let before = snapshot
      for entry in journal.entries { snapshot.fold(entry) }
      // A state that was restored is older than its journal. The serial still only grows.
      if !snapshot.hasSameContent(as: before) { snapshot.serial = max(journal.serial, before.serial) + 1 }
    }
    return Loaded(
      snapshot: snapshot, hasOpenJournal: true, openRollback: OpenRollback(journal.entries),
      hasSupersededJournal: !isOpen && !journal.entries.isEmpty)
  }

  /// Begins the journal of an apply that starts from this state. The state must be locked.
  package func beginJournal(_ state: StateSnapshot) throws(StateError) -> Journal {
    try FileAccess.makeDirectory(for: path)
    return try Journal(path: journalPath, state: state)
  }

  /// Locks the state until the lock is released or goes out of scope.
  package func lock(command: String) throws(StateError) -> StateLock {
    try StateLock(path: lockPath, command: command)
  }

  /// Folds an open journal into the state on the disk. The state must be locked.
  @discardableResult
  package func recover() throws(StateError) -> Loaded {
    let loaded = try load()
    if loaded.hasOpenJournal { try store(loaded.snapshot) }
    return loaded
  }

  /// Writes a changed state with the next serial, and removes its journal. An unchanged state is not written. The state
  /// must be locked.
  package func commit(_ snapshot: StateSnapshot, after before: StateSnapshot) throws(StateError) {
    guard !snapshot.hasSameContent(as: before) else {
      try FileAccess.remove(journalPath)
      return
    }
    var next = snapshot
    next.serial = before.serial + 1
    try store(next)
  }

  /// Writes a state from another place, with its lineage and serial. The state must be locked.
  package func adopt(_ snapshot: StateSnapshot) throws(StateError) { try store(snapshot) }

  /// Removes the journal after its steps were saved elsewhere.
  package func removeJournal() throws(StateError) { try FileAccess.remove(journalPath) }

  /// Renames the journal to a name that no run reads, and returns the new path.
  package func layJournalAside() throws(StateError) -> String {
    let path = journalPath + ".superseded"
    try FileAccess.rename(journalPath, to: path)
    return path
  }

  /// Saves the current state as the backup, replaces it, and removes the journal.
  private func store(_ snapshot: StateSnapshot) throws(StateError) {
    try FileAccess.makeDirectory(for: path)
    let bytes = snapshot.bytes
    let old = try FileAccess.read(path)
    if old != bytes {
      if let old { try FileAccess.replace(backupPath, with: old) }
      try FileAccess.replace(path, with: bytes)
    }
    try FileAccess.remove(journalPath)
  }
}
