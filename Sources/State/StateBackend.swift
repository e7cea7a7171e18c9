/// A place that keeps a state: a file or a server.
package protocol StateBackend: Sendable {
  /// The name in messages: a path, or an address without secrets.
  var name: String { get }
  /// The journal of an apply. It is always on this machine.
  var journalPath: String { get }
  /// The folder with the journals of remote states, which a pipeline job must keep. Nil if the state is on this
  /// machine, beside its journal.
  var journalFolder: String? { get }

  /// Reads the state and folds in the journal of an interrupted run. Writes nothing.
  func load() async throws(StateError) -> StateStore.Loaded
  /// Locks the state for a command, until it is released.
  func hold(command: String) async throws(StateError) -> any HeldState
  /// Reports whether the state is locked. The state and its lock stay as they are.
  func lockReport() async throws(StateError) -> LockReport
  /// Removes a reported lock.
  func breakLock(_ report: LockReport) async throws(StateError)
}

/// A state that is locked for this run.
package protocol HeldState: Sendable {
  /// Notes on the lock for the user, one sentence each.
  var notes: [String] { get }

  /// Reads the state, folds in an open journal and saves the result.
  func recover() async throws(StateError) -> StateStore.Loaded
  /// Begins the journal of an apply that starts from this state.
  func beginJournal(_ state: StateSnapshot) throws(StateError) -> Journal
  /// Saves what an apply has done so far, in case this machine loses its disk. Returns a message if that fails: the
  /// journal still has all of it. A local state does nothing here.
  func checkpoint(_ snapshot: StateSnapshot) async -> String?
  /// Writes a changed state with the next serial, and removes its journal.
  func commit(_ snapshot: StateSnapshot, after before: StateSnapshot) async throws(StateError)
  /// Writes a state from another place, with its lineage and serial. It replaces no state or an older one.
  func adopt(_ snapshot: StateSnapshot) async throws(StateError)
  /// What changes when the lock is renewed, as in a report of it; nil for the lock of another command.
  var lease: String? { get }
  /// Shows that this run is alive, for a lock that is held long. Makes one attempt. Throws `lockLost` if another run
  /// has the lock by now.
  func renew() async throws(StateError)
  /// Releases the lock. Returns a warning if that fails.
  func release() async -> String?
  /// Releases the lock at once, for a process that is about to end.
  ///
  /// Does nothing after `release`, because another run may hold the lock.
  func releaseBeforeExit()
}

/// The state of the lock.
package enum LockReport: Sendable, Hashable {
  case free
  /// A running process of this machine holds the lock.
  case held(by: String)
  /// The holder has ended, or runs on another machine and may still run. `id` is the lock's identifier on the state
  /// server, nil for a lock on this machine. `lease` is there for the lock of a service, and changes when the service
  /// renews it.
  case left(by: String, id: String?, lease: String? = nil)
}
