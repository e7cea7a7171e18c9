import Model
import OrderedCollections

/// The steps that are left if a run was interrupted while it undid them.
package struct OpenRollback: Sendable, Equatable {
  /// Steps that were done and are not undone yet, in the order in which they were done.
  package let left: [Intent]
  /// The number of steps to undo, undone ones included.
  package let stepCount: Int

  /// Nil if the run of this journal did not undo anything.
  init?(_ entries: [JournalEntry]) {
    guard let start = entries.firstIndex(of: .rollback) else { return nil }
    var (begun, done) = ([ResourceAddress: Intent](), OrderedDictionary<ResourceAddress, Intent>())
    for entry in entries[..<start] {
      switch entry {
      case .intent(let intent): begun[intent.address] = intent
      case .done(let address, _), .removed(let address): done[address] = begun.removeValue(forKey: address)
      case .failed, .rollback, .saving: break
      }
    }
    stepCount = done.count
    for entry in entries[start...] {
      switch entry {
      case .done(let address, _), .removed(let address): done[address] = nil
      case .intent, .failed, .rollback, .saving: break
      }
    }
    left = Array(done.values)
  }
}
