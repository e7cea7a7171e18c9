import State
import Synchronization

/// The state as a run has made it so far, which a checkpoint may read at any time.
///
/// It is changed in place, since a copy for each change would cost as much as the whole state.
final class LatestSnapshot: Sendable {
  private let snapshot: Mutex<StateSnapshot>

  init(_ snapshot: StateSnapshot) { self.snapshot = Mutex(snapshot) }

  var value: StateSnapshot { snapshot.withLock { $0 } }

  /// Takes in what belongs together, so that no checkpoint has only a part of it.
  func fold(_ entries: [JournalEntry]) {
    snapshot.withLock { for entry in entries { $0.fold(entry) } }
  }
}
