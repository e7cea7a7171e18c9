import State
import Synchronization

/// The state as the run has left it so far. A checkpoint may read it at any time.
///
/// It is changed in place, since a copy for each change would cost as much as the whole state.
final class LatestSnapshot: Sendable {
  private let snapshot: Mutex<StateSnapshot>

  init(_ snapshot: StateSnapshot) { self.snapshot = Mutex(snapshot) }

  var value: StateSnapshot { snapshot.withLock { $0 } }

  /// Applies entries that belong together in one step: no checkpoint sees only a part of them.
  func fold(_ entries: [JournalEntry]) {
    snapshot.withLock { for entry in entries { $0.fold(entry) } }
  }
}
