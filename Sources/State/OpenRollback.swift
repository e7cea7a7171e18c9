import Model
import OrderedCollections

/// What a run that was interrupted while it undid its steps has left of them.
package struct OpenRollback: Sendable, Equatable {
  /// What was done and not undone, in the order in which it was done.
  package let left: [Intent]
  /// How many steps there were to undo.
  package let stepCount: Int

  /// Nil for the journal of a run that undid nothing.
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
