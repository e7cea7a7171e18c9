import Model
import Synchronization

/// The lists that a run has read completely, so that no list is read twice.
final class ReadLists: Sendable {
  private let lists = Mutex<[String: [Value]]>([:])

  subscript(model: String) -> [Value]? {
    get { lists.withLock { $0[model] } }
    set { lists.withLock { $0[model] = newValue } }
  }

  var all: [String: [Value]] { lists.withLock { $0 } }
}
