import FoundationEssentials
import Model

/// The state file with its journal, lock and backup.
package struct StateStore: Sendable {
  package let path: String

  package init(path: String) {
    self.path = path
  }

  package var journalPath: String { path + ".journal" }
  package var lockPath: String { path + ".lock" }
  package var backupPath: String { path + ".backup" }

  package struct Loaded: Sendable {
    /// With the journal folded in.
    package var snapshot: StateSnapshot
    /// True if a run was interrupted and its journal is still there.
    package let hasOpenJournal: Bool
    /// What is left of that run's steps, if it was undoing them.
    package var openRollback: OpenRollback?
    /// True if the state has moved on without the journal: another run went on before this one's last
    /// steps were saved.
    package var hasSupersededJournal = false
    /// Where that journal was laid, if it was.
    package var journalLaidAside: String?
  }

  /// The state as it is, with an interrupted run's journal folded in; an empty one where there is no
  /// file. Writes nothing.
  package func load() throws(StateError) -> Loaded {
    let stored: StateSnapshot?
    if let bytes = try FileAccess.read(path) {
      stored = try StateSnapshot(bytes, path: path)
    } else {
      stored = nil
    }
    return try folded(over: stored)
  }

  /// A stored state with the journal folded in; an empty one where nothing is stored.
  package func folded(over stored: StateSnapshot?) throws(StateError) -> Loaded {
    guard let journal = try Journal.read(journalPath) else {
      return Loaded(
        snapshot: stored ?? StateSnapshot(lineage: UUID().uuidString.lowercased()), hasOpenJournal: false)
    }
    // Without a state file the journal is of the very first run, or all that is left.
    var snapshot = stored ?? StateSnapshot(serial: journal.serial, lineage: journal.lineage)
    guard journal.lineage == snapshot.lineage else { throw StateError.otherLineage(journal: journalPath) }
    // A newer state has the journal in it already: the run stopped between writing the one and removing
    // the other. One that was saved half-way is not: to fold in once more what it has changes nothing.
    let isOpen =
      journal.serial >= snapshot.serial || journal.entries.contains(.saving(digest: snapshot.digest))
    if isOpen {
      let before = snapshot
      for entry in journal.entries { snapshot.fold(entry) }
      // A state that was put back is older than its journal; the serial still only grows.
      if !snapshot.hasSameContent(as: before) { snapshot.serial = max(journal.serial, before.serial) + 1 }
    }
    return Loaded(
      snapshot: snapshot, hasOpenJournal: true, openRollback: OpenRollback(journal.entries),
      hasSupersededJournal: !isOpen && !journal.entries.isEmpty)
  }

  /// Begins the journal of an apply on top of a state; the state must be locked.
  package func beginJournal(_ state: StateSnapshot) throws(StateError) -> Journal {
    try FileAccess.makeDirectory(for: path)
    return try Journal(path: journalPath, state: state)
  }

  /// Locks the state until the lock goes out of scope.
  package func lock(command: String) throws(StateError) -> StateLock {
    try StateLock(path: lockPath, command: command)
  }

  /// The state with an open journal folded in on the disk; the state must be locked.
  @discardableResult
  package func recover() throws(StateError) -> Loaded {
    let loaded = try load()
    if loaded.hasOpenJournal { try store(loaded.snapshot) }
    return loaded
  }

  /// Writes a changed state with the next serial, and removes the journal that led to it. A state that
  /// did not change is not written. The state must be locked.
  package func commit(_ snapshot: StateSnapshot, after before: StateSnapshot) throws(StateError) {
    guard !snapshot.hasSameContent(as: before) else {
      try FileAccess.remove(journalPath)
      return
    }
    var next = snapshot
    next.serial = before.serial + 1
    try store(next)
  }

  /// Removes the journal, whose steps are saved elsewhere by now.
  package func removeJournal() throws(StateError) { try FileAccess.remove(journalPath) }

  /// Lays the journal aside under a name that no run looks at, and gives it back.
  package func layJournalAside() throws(StateError) -> String {
    let path = journalPath + ".superseded"
    try FileAccess.rename(journalPath, to: path)
    return path
  }

  /// Keeps the last good state as the backup, replaces it, and then removes the journal.
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
