import Model
import Planning
import State

extension ServerSession {
  /// Throws if the state was written for another server.
  func refuseForeignState(
    _ state: StateSnapshot, named name: String, _ liveObjects: [String: LiveObjects]
  ) throws(OperationError) {
    guard
      StateOwnership.isForeign(
        state.resources, liveObjects: liveObjects, catalog: catalog, isSameAddress: state.server == self.name)
    else { return }
    throw OperationError(
      .failed,
      "the state \(name) belongs to another server (\(state.server ?? "unknown")): none of its objects has the recorded primary key here; pass this server's state with --state"
    )
  }
}
