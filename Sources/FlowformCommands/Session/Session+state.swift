import Model
import Planning
import State

extension Session {
  /// Stops where the state was written for another server.
  func refuseForeignState(
    _ state: StateSnapshot, _ liveObjects: [String: LiveObjects]
  ) throws(CommandFailure) {
    guard
      StateOwnership.isForeign(
        state.resources, liveObjects: liveObjects, catalog: catalog, isSameAddress: state.server == server)
    else { return }
    throw CommandFailure(
      .wrong,
      "the state \(store.name) belongs to another server (\(state.server ?? "unknown")): none of its objects has the recorded primary key here; name this server's state with --state"
    )
  }
}
