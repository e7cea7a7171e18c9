/// Where a state is kept: a file, or a server.
package protocol StateBackend: Sendable {
  /// What messages call it: a path, or an address without anything secret.
  var name: String { get }
  /// Where an apply takes its steps down, always on this machine.
  var journalPath: String { get }
  /// The folder with the journals of states on other machines, which a job must keep; nil if the state is on this
  /// machine, beside its journal.
  var journalFolder: String? { get }

  /// The state as it is, with an interrupted run's journal folded in; writes nothing.
  func load() async throws(StateError) -> StateStore.Loaded
  /// Locks the state for a command until it is released.
  func hold(command: String) async throws(StateError) -> any HeldState
  /// Whether the state is locked; leaves it as it is.
  func lockReport() async throws(StateError) -> LockReport
  /// Removes a lock that was reported.
  func breakLock(_ report: LockReport) async throws(StateError)
}

/// A state that is locked for this run.
package protocol HeldState: Sendable {
  /// What the user should know about the lock, a sentence each.
  var notes: [String] { get }

  /// The state with an open journal folded in for good.
  func recover() async throws(StateError) -> StateStore.Loaded
  /// Begins the journal of an apply on top of a state.
  func beginJournal(_ state: StateSnapshot) throws(StateError) -> Journal
  /// Saves what an apply has done so far where a lost disk would lose it; whether it works or not, the
  /// journal has it all. Gives back a sentence where it did not.
  func checkpoint(_ snapshot: StateSnapshot) async -> String?
  /// Writes a changed state with the next serial, and removes the journal that led to it.
  func commit(_ snapshot: StateSnapshot, after before: StateSnapshot) async throws(StateError)
  /// Gives the lock up, and back a sentence where that did not work.
  func release() async -> String?
  /// The same, at once, for a process that is about to end. Once the lock is given up, it does nothing: the
  /// lock may be another run's by then.
  func releaseBeforeExit()
}

/// What is known of the lock on a state.
package enum LockReport: Sendable, Hashable {
  case free
  /// A process of this machine has it now.
  case held(by: String)
  /// Its process has ended, or is on another machine and may still run. `id` is the state server's, nil for
  /// a lock on this machine.
  case left(by: String, id: String?)
}
